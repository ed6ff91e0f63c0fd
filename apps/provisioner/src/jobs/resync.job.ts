import type { PoolClient } from 'pg';
import type { WorkQueue } from '../work/work-queue.js';
import { type CommitPage, type Job, JobFailure, type JobHandler, type Progress } from './job.js';
import { settle } from './settling.js';
import type { TargetSource } from './target-source.js';

interface Cursor {
  queued: number;
}

/** Brings the latest state of every user to a site once more: fills a new one, and applies changed settings to all. */
export class ResyncJob implements JobHandler {
  readonly kind = 'resync';

  constructor(
    private readonly targets: TargetSource,
    private readonly queue: WorkQueue,
  ) {}

  next(job: Job): Promise<CommitPage> {
    const cursor = job.cursor as Cursor | null;
    return Promise.resolve((client) => (cursor === null ? this.enqueue(client, job) : this.wait(client, job, cursor)));
  }

  async cancelled(client: PoolClient, job: Job): Promise<void> {
    await this.queue.dropJob(client, job.id);
  }

  private async enqueue(client: PoolClient, job: Job): Promise<Progress> {
    const target = this.targets.find(job.targetId);
    if (target === undefined) throw new JobFailure('The site is no longer connected.');
    const queued = await this.queue.enqueueLatest(client, {
      ...{ targetId: target.id, connection: target.connection, scimIds: 'all', kind: 'resync' },
      ...{ origin: job.origin, jobId: job.id },
    });
    return { cursor: { queued } satisfies Cursor, total: queued, counts: { queued }, finished: queued === 0 };
  }

  private async wait(client: PoolClient, job: Job, { queued }: Cursor): Promise<Progress> {
    return settle(this.queue, client, job, queued);
  }
}
