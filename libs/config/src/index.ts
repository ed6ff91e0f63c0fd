export { ConfigurationError, loadConfig } from './load.js';
export { IsSecretKey, parseSecretKey } from './secret-key.js';
export { IsPostgresUrl, IsRateLimit, IsRetentionDays, IsSiteUrl, IsTcpPort, IsToken } from './variables.js';
