import { randomUUID } from 'node:crypto';
import type { Provider, Type } from '@nestjs/common';
import { OutboxSignal } from '@usher/event-log';
import { ApplyService } from '../apply/apply.service.js';
import { AmbiguousService } from '../approvals/ambiguous.service.js';
import { ApprovalsService } from '../approvals/approvals.service.js';
import { ReplayService } from '../approvals/replay.service.js';
import { ProvisionerDatabase } from '../database.js';
import { PasswordEnds } from '../intake/password-ends.js';
import { Retention } from '../intake/retention.js';
import { Acts } from '../jobs/acts.js';
import { LinkRepository } from '../links/link.repository.js';
import { LinkStore } from '../links/link.store.js';
import { AmbiguousController } from '../operator/ambiguous.controller.js';
import { ApprovalsController } from '../operator/approvals.controller.js';
import { AttentionController } from '../operator/attention.controller.js';
import { AttentionQueries } from '../operator/attention.queries.js';
import { DeadLettersController } from '../operator/dead-letters.controller.js';
import { LagController } from '../operator/lag.controller.js';
import { ProvisioningController } from '../operator/provisioning.controller.js';
import { ProvisioningQueries } from '../operator/provisioning.queries.js';
import { ScheduledController } from '../operator/scheduled.controller.js';
import { UserFactsQueries } from '../operator/user-facts.queries.js';
import { UsersController } from '../operator/users.controller.js';
import { Budget } from '../safety/budget.js';
import { ScheduleService } from '../schedule/schedule.service.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { Activity } from './activity.js';
import { ClaimsRepository } from './claims.repository.js';
import { Dispatcher } from './dispatcher.js';
import { Lag } from './lag.js';
import { WorkQueue } from './work-queue.js';

export const WORK_CONTROLLERS: Type[] = [
  ProvisioningController,
  ApprovalsController,
  ScheduledController,
  AmbiguousController,
  DeadLettersController,
  UsersController,
  AttentionController,
  LagController,
];

/** The queue of work, those who work on it, and what an operator may do with it. */
export function workProviders({ retentionDays = 30 }: { retentionDays?: number }): Provider[] {
  return [
    {
      provide: WorkQueue,
      useFactory: ({ pool }: ProvisionerDatabase) => new WorkQueue(pool),
      inject: [ProvisionerDatabase],
    },
    {
      provide: LinkStore,
      useFactory: ({ pool }: ProvisionerDatabase) => new LinkStore(new LinkRepository(pool)),
      inject: [ProvisionerDatabase],
    },
    {
      provide: Activity,
      useFactory: ({ pool }: ProvisionerDatabase) => new Activity(pool),
      inject: [ProvisionerDatabase],
    },
    {
      provide: Lag,
      useFactory: ({ pool }: ProvisionerDatabase) => new Lag(pool),
      inject: [ProvisionerDatabase],
    },
    {
      provide: ApplyService,
      useFactory: (links: LinkStore, { pool }: ProvisionerDatabase, signal: OutboxSignal, activity: Activity) =>
        new ApplyService(links, new Budget(pool), signal, activity),
      inject: [LinkStore, ProvisionerDatabase, OutboxSignal, Activity],
    },
    {
      provide: Dispatcher,
      useFactory: (
        queue: WorkQueue,
        targets: TargetRegistry,
        { pool }: ProvisionerDatabase,
        apply: ApplyService,
        links: LinkStore,
        activity: Activity,
        lag: Lag,
      ) => new Dispatcher(queue, targets, new ClaimsRepository(pool, randomUUID()), apply, links, activity, lag),
      inject: [WorkQueue, TargetRegistry, ProvisionerDatabase, ApplyService, LinkStore, Activity, Lag],
    },
    {
      provide: PasswordEnds,
      useFactory: ({ pool }: ProvisionerDatabase) => new PasswordEnds(pool),
      inject: [ProvisionerDatabase],
    },
    {
      provide: Retention,
      useFactory: ({ pool }: ProvisionerDatabase) => new Retention(pool, retentionDays),
      inject: [ProvisionerDatabase],
    },
    ...OPERATOR_PROVIDERS,
  ];
}

type Registry = Pick<TargetRegistry, 'find'>;
const namesIn = (targets: Registry) => (id: string) => targets.find(id)?.name ?? id;

const policiesIn = (targets: Registry) => (id: string) => targets.find(id)?.policy;

const OPERATOR_PROVIDERS: Provider[] = [
  {
    provide: ApprovalsService,
    useFactory: ({ pool }: ProvisionerDatabase, signal: OutboxSignal, queue: WorkQueue, targets: Registry) =>
      new ApprovalsService(pool, new Acts(pool, signal), queue, policiesIn(targets)),
    inject: [ProvisionerDatabase, OutboxSignal, WorkQueue, TargetRegistry],
  },
  {
    provide: AmbiguousService,
    useFactory: ({ pool }: ProvisionerDatabase, signal: OutboxSignal, queue: WorkQueue) =>
      new AmbiguousService(pool, new Acts(pool, signal), queue),
    inject: [ProvisionerDatabase, OutboxSignal, WorkQueue],
  },
  {
    provide: ScheduleService,
    useFactory: ({ pool }: ProvisionerDatabase, signal: OutboxSignal, queue: WorkQueue, targets: Registry) =>
      new ScheduleService(pool, new Acts(pool, signal), queue, namesIn(targets), policiesIn(targets)),
    inject: [ProvisionerDatabase, OutboxSignal, WorkQueue, TargetRegistry],
  },
  {
    provide: ReplayService,
    useFactory: ({ pool }: ProvisionerDatabase, signal: OutboxSignal, queue: WorkQueue, targets: Registry) =>
      new ReplayService(new Acts(pool, signal), queue, namesIn(targets)),
    inject: [ProvisionerDatabase, OutboxSignal, WorkQueue, TargetRegistry],
  },
  {
    provide: ProvisioningQueries,
    useFactory: ({ pool }: ProvisionerDatabase) => new ProvisioningQueries(pool),
    inject: [ProvisionerDatabase],
  },
  {
    provide: UserFactsQueries,
    useFactory: ({ pool }: ProvisionerDatabase) => new UserFactsQueries(pool),
    inject: [ProvisionerDatabase],
  },
  {
    provide: AttentionQueries,
    useFactory: ({ pool }: ProvisionerDatabase) => new AttentionQueries(pool),
    inject: [ProvisionerDatabase],
  },
];
