export { ConfigurationError, loadConfig } from './load.js';
export { IsPostgresUrl, IsRateLimit, IsSiteUrl, IsTcpPort, IsToken } from './variables.js';
