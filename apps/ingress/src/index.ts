export { IngressConfig } from './config.js';
export { connectIngress } from './consume/connect.js';
export { IngressModule } from './ingress.module.js';
export { answerMalformedScimUrl } from './scim/scim-routes.js';
export { startIngress } from './start.js';
