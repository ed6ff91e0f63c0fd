export { OPERATOR_ROLES, type OperatorRole } from '@usher/config';
export { type Operator, operatorOf } from './operator.js';
export { operatorAuth, type OperatorAuthConfig } from './operator-auth.js';
export { OperatorGuard } from './operator.guard.js';
export { operatorOrigin } from './operator-origin.js';
export { OperatorSignIn } from './operator-sign-in.js';
export { Requires } from './requires.js';
export { SignInController } from './sign-in.controller.js';
