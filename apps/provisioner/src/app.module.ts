import { type DynamicModule, Module } from '@nestjs/common';
import { loadConfig } from '@usher/config';
import { EventLogModule } from '@usher/event-log';
import { createHttpApp, describeApi, HealthModule, type RunningService, serveHttp } from '@usher/service';
import { ProvisionerConfig } from './config.js';
import { connectProvisioner } from './consume/connect.js';
import { ProvisionerModule } from './provisioner.module.js';

/** The provisioner as a service of its own. */
@Module({})
export class AppModule {
  static register(config: ProvisionerConfig): DynamicModule {
    const eventLog = EventLogModule.forRoot({
      databaseUrl: config.DATABASE_URL,
      kafkaBrokers: config.KAFKA_BROKERS,
      clientId: 'usher-provisioner',
    });
    return { module: AppModule, imports: [eventLog, HealthModule, ProvisionerModule.register(config)] };
  }
}

/** @throws {ConfigurationError} when the environment is not fit. */
export async function startProvisioner(environment: NodeJS.ProcessEnv): Promise<RunningService> {
  const config = loadConfig(ProvisionerConfig, environment);
  const app = await createHttpApp(AppModule.register(config), { trustedProxies: config.USHER_TRUSTED_PROXIES });
  connectProvisioner(app);
  describeApi(app, 'Usher: provisioner');
  return serveHttp(app, config);
}
