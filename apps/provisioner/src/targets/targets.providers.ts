import type { Provider, Type } from '@nestjs/common';
import { Vault } from '@usher/persistence';
import type { WordPressSite } from '@usher/wordpress';
import type { ProvisionerConfig } from '../config.js';
import { ProvisionerDatabase } from '../database.js';
import { Acts } from '../jobs/acts.js';
import { ConnectorController } from '../operator/connector.controller.js';
import { MappingController } from '../operator/mapping.controller.js';
import { TargetsCheckController } from '../operator/targets-check.controller.js';
import { TargetsSettingsController } from '../operator/targets-settings.controller.js';
import { TargetsController } from '../operator/targets.controller.js';
import { TargetLoads } from '../operator/target-loads.js';
import { Activity } from '../work/activity.js';
import { WorkQueue } from '../work/work-queue.js';
import { type Definition, define, type Means } from './definition.js';
import { environmentTarget } from './environment-target.js';
import { resealSecrets } from './reseal.js';
import { Resync } from './resync.js';
import { seedEnvironmentTarget } from './seed.js';
import type { TargetTuning } from './target.js';
import { TargetActs } from './target-acts.js';
import { TargetEdits } from './target-edits.js';
import { TargetRegistry } from './target.registry.js';
import { siteWith } from './target-site.js';
import { TargetStore } from './target.store.js';
import { TargetsService } from './targets.service.js';

/** The one with `/:id` last: the addresses of the others could be taken for ids. */
export const TARGET_CONTROLLERS: Type[] = [
  ConnectorController,
  MappingController,
  TargetsSettingsController,
  TargetsCheckController,
  TargetsController,
];

export interface TargetDoors {
  /** The way to the site of a target; default: over HTTP. */
  site?: (definition: Definition) => WordPressSite;
  tuning?: TargetTuning;
  pollMs?: number;
}

export type TargetsConfig = Pick<
  ProvisionerConfig,
  | 'USHER_SECRET_KEY'
  | 'USHER_SECRET_KEY_PREVIOUS'
  | 'WORDPRESS_URL'
  | 'WORDPRESS_USERNAME'
  | 'WORDPRESS_APPLICATION_PASSWORD'
  | 'USHER_REASSIGN_TO'
>;

/** The sites, and what operators do with them. Needs the queue of work, and the acts. */
export function targetProviders(config: TargetsConfig, doors: TargetDoors = {}): Provider[] {
  const { USHER_SECRET_KEY: key, USHER_SECRET_KEY_PREVIOUS: previous } = config;
  const means: Means = {
    vault: key === undefined ? null : Vault.of(key, previous),
    environment: environmentTarget(config),
  };
  return [
    {
      provide: TargetStore,
      useFactory: ({ pool }: ProvisionerDatabase) => new TargetStore(pool),
      inject: [ProvisionerDatabase],
    },
    {
      provide: TargetRegistry,
      useFactory: async ({ pool }: ProvisionerDatabase, store: TargetStore, queue: WorkQueue) => {
        const { vault, environment } = means;
        if (vault !== null) await resealSecrets(pool, store, vault);
        if (environment !== null) await seedEnvironmentTarget(pool, store, new Resync(queue), environment);
        const { tuning, pollMs, site = ({ siteUrl, credentials }) => siteWith(siteUrl, credentials) } = doors;
        return TargetRegistry.open(store, { define: (row) => define(row, means), site, tuning, pollMs });
      },
      inject: [ProvisionerDatabase, TargetStore, WorkQueue],
    },
    {
      provide: TargetActs,
      useFactory: (acts: Acts, store: TargetStore, registry: TargetRegistry, queue: WorkQueue) =>
        new TargetActs(acts, store, new Resync(queue), registry),
      inject: [Acts, TargetStore, TargetRegistry, WorkQueue],
    },
    {
      provide: TargetsService,
      useFactory: (acts: TargetActs, queue: WorkQueue) => new TargetsService(acts, queue, means),
      inject: [TargetActs, WorkQueue],
    },
    {
      provide: TargetLoads,
      useFactory: (queue: WorkQueue, activity: Activity) => new TargetLoads(queue, activity),
      inject: [WorkQueue, Activity],
    },
    {
      provide: TargetEdits,
      useFactory: (acts: TargetActs) => new TargetEdits(acts, means),
      inject: [TargetActs],
    },
  ];
}
