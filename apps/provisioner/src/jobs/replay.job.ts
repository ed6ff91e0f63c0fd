import type { PoolClient } from 'pg';
import type { WorkQueue } from '../work/work-queue.js';
import type { CommitPage, Job, JobHandler } from './job.js';
import { settle } from './settling.js';

/** Follows work that was put into the queue with the job itself (`options.queued` rows), until it is done. */
export class ReplayJob implements JobHandler {
  readonly kind = 'replay';

  constructor(private readonly queue: WorkQueue) {}

  next(job: Job): Promise<CommitPage> {
    const { queued } = job.options as { queued: number };
    return Promise.resolve(async (client) => ({ total: queued, ...(await settle(this.queue, client, job, queued)) }));
  }

  async cancelled(client: PoolClient, job: Job): Promise<void> {
    await this.queue.dropJob(client, job.id);
  }
}
