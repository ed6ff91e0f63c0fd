export { ConfigurationError, loadConfig } from './load.js';
export { IsPostgresUrl, IsSiteUrl, IsTcpPort } from './variables.js';
