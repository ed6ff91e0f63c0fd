import type { PoolClient } from 'pg';
import { type CommitPage, type Job, JobFailure, type JobHandler, type Progress } from '../jobs/job.js';
import { settle } from '../jobs/settling.js';
import type { JobTarget, TargetSource } from '../jobs/target-source.js';
import type { WorkQueue } from '../work/work-queue.js';
import type { DriftRepository } from './drift.repository.js';
import { forgetOrphans } from './orphans.js';
import { HELD_NOTE } from './reconcile.job.js';
import type { Repairs } from './repairs.js';

export interface RepairOptions {
  /** Findings; null: all that are open or wait for a word. */
  ids: number[] | null;
  /** Only of these groups; null: of all. */
  groups: string[] | null;
}

type Cursor = { phase: 'queue'; after: number; queued: number } | { phase: 'settle'; queued: number };

/** Findings of one page. */
const PAGE = 500;

/** Puts right what an operator wants put right of what a reconciliation found. */
export class RepairJob implements JobHandler {
  readonly kind = 'repair';

  constructor(
    private readonly targets: TargetSource,
    private readonly drift: DriftRepository,
    private readonly repairs: Repairs,
    private readonly queue: WorkQueue,
  ) {}

  next(job: Job): Promise<CommitPage> {
    const target = this.targets.find(job.targetId);
    if (target === undefined) throw new JobFailure('The site is no longer connected.');
    const cursor = (job.cursor as Cursor | null) ?? { phase: 'queue', after: 0, queued: 0 };
    return Promise.resolve((client) =>
      cursor.phase === 'queue' ? this.enqueue(client, job, target, cursor) : this.settle(client, job, cursor.queued),
    );
  }

  async cancelled(client: PoolClient, job: Job): Promise<void> {
    await this.queue.dropJob(client, job.id);
    await this.drift.giveBack(client, job.id);
    await forgetOrphans(client);
  }

  private async enqueue(
    client: PoolClient,
    job: Job,
    target: JobTarget,
    { after, queued: before }: { after: number; queued: number },
  ): Promise<Progress> {
    const findings = await this.drift.take(client, job, job.options as RepairOptions, after, PAGE);
    const queued = before + (await this.repairs.enqueue(client, job, target, findings));
    const last = Math.max(after, ...findings.map(({ id }) => id));
    const cursor: Cursor =
      findings.length < PAGE ? { phase: 'settle', queued } : { phase: 'queue', after: last, queued };
    const counts = { findings: (job.counts.findings ?? 0) + findings.length, queued };
    return { cursor, total: queued, counts };
  }

  private async settle(client: PoolClient, job: Job, queued: number): Promise<Progress> {
    const { counts, finished, done, pauseMs } = await settle(this.queue, client, job, queued);
    await this.drift.settle(client, job.id, HELD_NOTE);
    if (finished) await forgetOrphans(client);
    return { finished, done, pauseMs, counts: { ...job.counts, ...counts } };
  }
}
