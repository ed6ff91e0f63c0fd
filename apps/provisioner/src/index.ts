export { startProvisioner } from './app.module.js';
export { ProvisionerConfig } from './config.js';
export { connectProvisioner } from './consume/connect.js';
export { ProvisionerModule, type ProvisionerFeatureConfig } from './provisioner.module.js';
