import { type DynamicModule, Module } from '@nestjs/common';
import { EVENT_LOG, type EventLog, OutboxSignal } from '@usher/event-log';
import { OPERATOR_TOKEN } from '@usher/operator-auth';
import { HealthRegistry } from '@usher/service';
import { createWordPressSite } from '@usher/wordpress';
import { ApplyService } from './apply/apply.service.js';
import type { ProvisionerConfig } from './config.js';
import { UserEventsController } from './consume/user-events.controller.js';
import { ProvisionerDatabase } from './database.js';
import { LinkRepository } from './links/link.repository.js';
import { LinkStore } from './links/link.store.js';
import { ProvisioningController } from './operator/provisioning.controller.js';
import { ProvisioningQueries } from './operator/provisioning.queries.js';
import { TargetsController } from './operator/targets.controller.js';
import type { TargetOptions } from './targets/target.js';
import { TargetRegistry } from './targets/target.registry.js';

type TargetDefinition = Omit<TargetOptions, 'onChange'>;

/** What the feature needs of the configuration; the rest is for the process as a whole. */
export type ProvisionerFeatureConfig = Pick<
  ProvisionerConfig,
  | 'DATABASE_URL'
  | 'WORDPRESS_URL'
  | 'WORDPRESS_USERNAME'
  | 'WORDPRESS_APPLICATION_PASSWORD'
  | 'USHER_OPERATOR_TOKEN'
  | 'USHER_REASSIGN_TO'
>;

/** The provisioner as a feature of an application that has the global EventLogModule and HealthModule. */
@Module({})
export class ProvisionerModule {
  static register(config: ProvisionerFeatureConfig, targets = [defaultTarget(config)]): DynamicModule {
    return {
      module: ProvisionerModule,
      controllers: [UserEventsController, TargetsController, ProvisioningController],
      providers: [
        { provide: OPERATOR_TOKEN, useValue: config.USHER_OPERATOR_TOKEN },
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
        { provide: TargetRegistry, useFactory: () => new TargetRegistry(targets) },
        {
          provide: LinkStore,
          useFactory: ({ pool }: ProvisionerDatabase) => new LinkStore(new LinkRepository(pool)),
          inject: [ProvisionerDatabase],
        },
        {
          provide: ApplyService,
          useFactory: (registry: TargetRegistry, links: LinkStore, signal: OutboxSignal) =>
            new ApplyService(registry, links, signal),
          inject: [TargetRegistry, LinkStore, OutboxSignal],
        },
        {
          provide: ProvisioningQueries,
          useFactory: ({ pool }: ProvisionerDatabase) => new ProvisioningQueries(pool),
          inject: [ProvisionerDatabase],
        },
      ],
    };
  }
}

/** Milliseconds for one request; a batch of twenty on a slow host needs some. */
const TIMEOUT = 30_000;

function defaultTarget(config: ProvisionerFeatureConfig): TargetDefinition {
  const site = createWordPressSite({
    url: config.WORDPRESS_URL,
    username: config.WORDPRESS_USERNAME,
    applicationPassword: config.WORDPRESS_APPLICATION_PASSWORD,
    timeoutMs: TIMEOUT,
  });
  const policy = { reassignTo: config.USHER_REASSIGN_TO ?? null };
  const siteUrl = config.WORDPRESS_URL.replace(/\/+$/, '');
  return { id: 'default', name: new URL(config.WORDPRESS_URL).host, siteUrl, policy, site };
}
