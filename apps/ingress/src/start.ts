import { loadConfig } from '@usher/config';
import { createHttpApp, describeApi, type RunningService, serveHttp } from '@usher/service';
import { AppModule } from './app.module.js';
import { IngressConfig } from './config.js';
import { connectIngress } from './consume/connect.js';
import { answerMalformedScimUrl } from './scim/scim-routes.js';

/**
 * Starts the ingress as a service of its own.
 *
 * @throws {ConfigurationError} for an environment that isn't complete
 */
export async function startIngress(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<RunningService> {
  const config = loadConfig(IngressConfig, environment);
  const app = await createHttpApp(AppModule.register(config), {
    trustedProxies: config.USHER_TRUSTED_PROXIES,
    answerMalformedUrl: answerMalformedScimUrl,
  });
  connectIngress(app);
  describeApi(app, 'Usher: ingress');
  return serveHttp(app, config);
}
