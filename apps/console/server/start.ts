import { Module } from '@nestjs/common';
import { loadConfig } from '@usher/config';
import { createHttpApp, HealthModule, type RunningService, serveHttp } from '@usher/service';
import { ConsoleConfig } from './config.js';
import { serveConsole } from './serve-console.js';

@Module({ imports: [HealthModule] })
class ConsoleModule {}

/**
 * Starts the console's files as a service of its own; the APIs that its pages ask are other services behind the same
 * address.
 *
 * @throws {ConfigurationError} for an environment that isn't complete
 */
export async function startConsole(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<RunningService> {
  const config = loadConfig(ConsoleConfig, environment);
  const app = await createHttpApp(ConsoleModule, { trustedProxies: config.USHER_TRUSTED_PROXIES });
  serveConsole(app.getHttpAdapter().getInstance(), { issuer: config.USHER_OIDC_ISSUER });
  return serveHttp(app, config);
}
