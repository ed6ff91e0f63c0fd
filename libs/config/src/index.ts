export { ConfigurationError, loadConfig } from './load.js';
export {
  IsRoleNames,
  OPERATOR_ROLES,
  type OperatorRole,
  OWN_ROLE_NAMES,
  parseRoleNames,
  type RoleNames,
} from './operator-roles.js';
export { IsPublicKeyList, IsSecretKey, parseSecretKey } from './secret-key.js';
export {
  IsIssuer,
  IsPostgresUrl,
  IsRateLimit,
  IsRetentionDays,
  IsSiteUrl,
  IsTcpPort,
  IsToken,
  isTrustworthyUrl,
} from './variables.js';
