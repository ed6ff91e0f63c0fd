export { IsChosenId, IsName, MayBeMissing, NoNul } from './checks.js';
export { addressBlock, sourceIpOf } from './client-address.js';
export {
  type EventSource,
  type EventStreamOptions,
  follow,
  openStream,
  sendEvents,
  type ServerSentEvent,
} from './event-stream.js';
export { describeApi } from './describe-api.js';
export { HealthModule } from './health.module.js';
export { HealthRegistry, type HealthReport } from './health-registry.js';
export { createHttpApp, type HttpAppOptions } from './http-app.js';
export { LineLogger, redact } from './line-logger.js';
export { metricsRegistry } from './metrics.js';
export { runService, serveHttp, type RunningService } from './run-service.js';
export { ListenerConfig, ServiceConfig } from './service-config.js';
export { describeStartFailure } from './start-failure.js';
