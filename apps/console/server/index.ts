export { ConsoleConfig } from './config.js';
export { type ConsoleOptions, serveConsole } from './serve-console.js';
