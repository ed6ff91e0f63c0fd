import { type DynamicModule, Module } from '@nestjs/common';
import { EVENT_LOG, type EventLog } from '@usher/event-log';
import { operatorAuth, type OperatorAuthConfig } from '@usher/operator-auth';
import { HealthRegistry } from '@usher/service';
import type { ProvisionerConfig } from './config.js';
import { EventsController } from './consume/events.controller.js';
import { ProvisionerDatabase } from './database.js';
import { RECONCILE_CONTROLLERS, reconcileProviders } from './reconcile/reconcile.providers.js';
import {
  TARGET_CONTROLLERS,
  type TargetDoors,
  targetProviders,
  type TargetsConfig,
} from './targets/targets.providers.js';
import { WORK_CONTROLLERS, workProviders } from './work/work.providers.js';

/** What the feature needs of the configuration; the rest is for the process as a whole. */
export type ProvisionerFeatureConfig = TargetsConfig &
  OperatorAuthConfig &
  Pick<ProvisionerConfig, 'DATABASE_URL'> &
  Partial<Pick<ProvisionerConfig, 'USHER_STATE_RETENTION_DAYS'>>;

/** The provisioner as a feature of an application that has the global EventLogModule and HealthModule. */
@Module({})
export class ProvisionerModule {
  /** @param doors other ways to the sites, for tests */
  static register(config: ProvisionerFeatureConfig, doors: TargetDoors = {}): DynamicModule {
    return {
      module: ProvisionerModule,
      controllers: [EventsController, ...TARGET_CONTROLLERS, ...WORK_CONTROLLERS, ...RECONCILE_CONTROLLERS],
      providers: [
        ...operatorAuth(config),
        {
          provide: ProvisionerDatabase,
          useFactory: async (health: HealthRegistry, log: EventLog) => {
            const database = await ProvisionerDatabase.open(config.DATABASE_URL);
            health.add('provisioner database', () => database.check());
            health.add('event log', () => log.check());
            return database;
          },
          inject: [HealthRegistry, EVENT_LOG],
        },
        ...targetProviders(config, doors),
        ...workProviders({ retentionDays: config.USHER_STATE_RETENTION_DAYS }),
        ...reconcileProviders(),
      ],
    };
  }
}
