export { OPERATOR_TOKEN, operatorAuth, OperatorGuard } from './operator.guard.js';
