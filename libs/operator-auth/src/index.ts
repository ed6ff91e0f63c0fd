export { OPERATOR_TOKEN, OperatorGuard } from './operator.guard.js';
