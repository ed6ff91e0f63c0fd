import { Controller, Get, Global, Header, Module, Res } from '@nestjs/common';
import { HealthRegistry, type HealthReport } from './health-registry.js';
import { redact } from './line-logger.js';
import { metricsRegistry } from './metrics.js';

@Controller()
class HealthController {
  constructor(private readonly registry: HealthRegistry) {}

  /** 200 as long as the process answers at all. */
  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when every part serves, else 503 with what doesn't. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: { status(code: number): unknown }): Promise<HealthReport> {
    const report = await this.registry.report();
    if (report.status !== 'ok') reply.status(503);
    const checks = Object.entries(report.checks).map(([name, check]) => [name, redact(check)] as const);
    return { status: report.status, checks: Object.fromEntries(checks) };
  }

  /** Prometheus text format. */
  @Get('metrics')
  @Header('content-type', metricsRegistry.contentType)
  metrics(): Promise<string> {
    return metricsRegistry.metrics();
  }
}

/** `GET /health/live`, `GET /health/ready`, `GET /metrics`, and the registry that other modules add checks to. */
@Global()
@Module({ controllers: [HealthController], providers: [HealthRegistry], exports: [HealthRegistry] })
export class HealthModule {}
