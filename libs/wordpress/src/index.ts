export * from './create-site.js';
export { packPlugin, type PluginPackage } from './plugin-package.js';
export * from './port.js';
export * from './protocol.js';
export type { WordPressSiteOptions } from './site-options.js';
