export { IngressConfig } from './config.js';
export { IngressModule } from './ingress.module.js';
export { startIngress } from './start.js';
