export { ConfigurationError, loadConfig } from './load.js';
