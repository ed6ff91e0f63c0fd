export { IsName, MayBeMissing, NoNul } from './checks.js';
export { HealthModule } from './health.module.js';
export { HealthRegistry, type HealthReport } from './health-registry.js';
export { createHttpApp, type HttpAppOptions } from './http-app.js';
export { LineLogger, redact } from './line-logger.js';
export { metricsRegistry } from './metrics.js';
export { runService, serveHttp, type RunningService } from './run-service.js';
export { ListenerConfig, ServiceConfig } from './service-config.js';
export { describeStartFailure } from './start-failure.js';
