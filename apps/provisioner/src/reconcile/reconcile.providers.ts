import type { Provider, Type } from '@nestjs/common';
import { OutboxSignal } from '@usher/event-log';
import { ProvisionerDatabase } from '../database.js';
import { ImportJob } from '../imports/import.job.js';
import { ImportPreview } from '../imports/import-preview.js';
import { Acts } from '../jobs/acts.js';
import { JobRepository } from '../jobs/job.repository.js';
import { JobRunner } from '../jobs/job-runner.js';
import { JobStarter } from '../jobs/job-starter.js';
import { type Registry, RegistrySource } from '../jobs/registry-source.js';
import { ReplayJob } from '../jobs/replay.job.js';
import { ResyncJob } from '../jobs/resync.job.js';
import { TARGET_SOURCE, type TargetSource } from '../jobs/target-source.js';
import { DriftController } from '../operator/drift.controller.js';
import { ExplainController } from '../operator/explain.controller.js';
import { GroupsController } from '../operator/groups.controller.js';
import { GroupsQueries } from '../operator/groups.queries.js';
import { ImportsController } from '../operator/imports.controller.js';
import { JobsController } from '../operator/jobs.controller.js';
import { History } from '../rehearse/history.js';
import { LinkStore } from '../links/link.store.js';
import { ProvisionNow } from '../rehearse/provision-now.js';
import { SampleQueries } from '../rehearse/sample.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { Lag } from '../work/lag.js';
import { WorkQueue } from '../work/work-queue.js';
import { Directory } from './directory.js';
import { DriftRepository } from './drift.repository.js';
import { ReconcileJob } from './reconcile.job.js';
import { RepairJob } from './repair.job.js';
import { Repairs } from './repairs.js';
import { ReconcileSchedule } from './schedule.js';

export const RECONCILE_CONTROLLERS: Type[] = [
  JobsController,
  DriftController,
  ImportsController,
  ExplainController,
  GroupsController,
];

/** Jobs over whole sites, and what an operator asks about them. Needs the queue of work and the targets. */
export function reconcileProviders(): Provider[] {
  return [
    {
      provide: TARGET_SOURCE,
      useFactory: (registry: Registry) => new RegistrySource(registry),
      inject: [TargetRegistry],
    },
    ofPool(JobRepository, (pool) => new JobRepository(pool)),
    ofPool(Directory, (pool) => new Directory(pool)),
    ofPool(DriftRepository, (pool) => new DriftRepository(pool)),
    ofPool(History, (pool) => new History(pool)),
    ofPool(SampleQueries, (pool) => new SampleQueries(pool)),
    ofPool(GroupsQueries, (pool) => new GroupsQueries(pool)),
    {
      provide: Acts,
      useFactory: ({ pool }: ProvisionerDatabase, signal: OutboxSignal) => new Acts(pool, signal),
      inject: [ProvisionerDatabase, OutboxSignal],
    },
    { provide: JobRunner, useFactory: jobRunner, inject: JOB_RUNNER_NEEDS },
    {
      provide: JobStarter,
      useFactory: (acts: Acts, jobs: JobRepository, targets: TargetSource, runner: JobRunner) =>
        new JobStarter(acts, jobs, targets, runner),
      inject: [Acts, JobRepository, TARGET_SOURCE, JobRunner],
    },
    {
      provide: ReconcileSchedule,
      useFactory: (
        { pool }: ProvisionerDatabase,
        targets: TargetSource,
        starter: JobStarter,
        jobs: JobRepository,
        drift: DriftRepository,
        lag: Lag,
      ) => new ReconcileSchedule(pool, targets, starter, [jobs, drift, lag]),
      inject: [ProvisionerDatabase, TARGET_SOURCE, JobStarter, JobRepository, DriftRepository, Lag],
    },
    { provide: ImportPreview, useFactory: (directory: Directory) => new ImportPreview(directory), inject: [Directory] },
    {
      provide: ProvisionNow,
      useFactory: (acts: Acts, queue: WorkQueue, links: LinkStore) => new ProvisionNow(acts, queue, links),
      inject: [Acts, WorkQueue, LinkStore],
    },
  ];
}

function ofPool<T>(provide: Type<T>, make: (pool: ProvisionerDatabase['pool']) => T): Provider {
  return { provide, useFactory: ({ pool }: ProvisionerDatabase) => make(pool), inject: [ProvisionerDatabase] };
}

const JOB_RUNNER_NEEDS = [
  ...[ProvisionerDatabase, JobRepository, TARGET_SOURCE, WorkQueue, Directory, DriftRepository, OutboxSignal],
];

function jobRunner(
  { pool }: ProvisionerDatabase,
  jobs: JobRepository,
  targets: TargetSource,
  queue: WorkQueue,
  directory: Directory,
  drift: DriftRepository,
  signal: OutboxSignal,
): JobRunner {
  const repairs = new Repairs(queue);
  const handlers = [
    new ResyncJob(targets, queue),
    new ReplayJob(queue),
    new ReconcileJob(targets, directory, drift, repairs, queue),
    new RepairJob(targets, drift, repairs, queue),
    new ImportJob(targets),
  ];
  return new JobRunner(pool, jobs, handlers, (targetId) => {
    queue.wake(targetId);
    signal.wake();
  });
}
