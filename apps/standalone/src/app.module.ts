import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuditModule, connectAudit } from '@usher/audit';
import { EventLogModule } from '@usher/event-log';
import { answerMalformedScimUrl, connectIngress, IngressModule } from '@usher/ingress';
import type { OperatorAuthConfig } from '@usher/operator-auth';
import { connectProvisioner, ProvisionerModule } from '@usher/provisioner';
import { createHttpApp, describeApi, HealthModule, HealthRegistry } from '@usher/service';

/** What the three services need, every part of it known. */
export interface PartsConfig extends OperatorAuthConfig {
  DATABASE_URL: string;
  KAFKA_BROKERS?: string;
  USHER_SCIM_TOKEN: string;
  USHER_SECRET_KEY: string;
  USHER_SECRET_KEY_PREVIOUS?: string;
  USHER_AUDIT_SIGNING_KEY?: string;
  USHER_AUDIT_TRUSTED_KEYS?: string;
  USHER_SCIM_RATE_LIMIT: number;
  WORDPRESS_URL: string;
  WORDPRESS_USERNAME: string;
  WORDPRESS_APPLICATION_PASSWORD: string;
  USHER_REASSIGN_TO?: string;
  USHER_STATE_RETENTION_DAYS: number;
  USHER_TRUSTED_PROXIES: number;
}

/** The three services in one process; they still speak to each other only through the event log. */
@Module({})
class StandaloneModule {
  static register(config: PartsConfig): DynamicModule {
    const eventLog = EventLogModule.forRoot({
      databaseUrl: config.DATABASE_URL,
      kafkaBrokers: config.KAFKA_BROKERS,
      clientId: 'usher-standalone',
    });
    return {
      module: StandaloneModule,
      imports: [
        eventLog,
        HealthModule,
        IngressModule.register(config),
        ProvisionerModule.register(config),
        AuditModule.register(config),
      ],
    };
  }
}

/** @param checks of the embedded parts, by name: each rejects when its part doesn't serve, and says why */
export async function createApp(
  config: PartsConfig,
  checks: ReadonlyMap<string, () => Promise<unknown>>,
): Promise<NestFastifyApplication> {
  const app = await createHttpApp(StandaloneModule.register(config), {
    answerMalformedUrl: answerMalformedScimUrl,
    trustedProxies: config.USHER_TRUSTED_PROXIES,
  });
  for (const [name, check] of checks) app.get(HealthRegistry).add(name, check);
  connectIngress(app);
  connectProvisioner(app);
  connectAudit(app);
  describeApi(app, 'Usher');
  return app;
}
