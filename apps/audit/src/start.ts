import { loadConfig } from '@usher/config';
import { createHttpApp, describeApi, type RunningService, serveHttp } from '@usher/service';
import { auditService, connectAudit } from './app.module.js';
import { AuditConfig } from './config.js';

/** Starts the audit service with the variables of {@link AuditConfig}. */
export async function startAudit(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<RunningService> {
  const config = loadConfig(AuditConfig, environment);
  const app = await createHttpApp(auditService(config), { trustedProxies: config.USHER_TRUSTED_PROXIES });
  connectAudit(app);
  describeApi(app, 'Usher: audit');
  return serveHttp(app, config);
}
