import { type DynamicModule, Module } from '@nestjs/common';
import { EventLogModule } from '@usher/event-log';
import { HealthModule } from '@usher/service';
import type { IngressConfig } from './config.js';
import { IngressModule } from './ingress.module.js';

/** The ingress as a service of its own. */
@Module({})
export class AppModule {
  static register(config: IngressConfig): DynamicModule {
    const eventLog = {
      databaseUrl: config.DATABASE_URL,
      kafkaBrokers: config.KAFKA_BROKERS,
      clientId: 'usher-ingress',
    };
    return {
      module: AppModule,
      imports: [EventLogModule.forRoot(eventLog), HealthModule, IngressModule.register(config)],
    };
  }
}
