export { ConfigurationError, loadConfig } from './load.js';
export { IsPostgresUrl, IsSiteUrl, IsTcpPort, IsToken } from './variables.js';
