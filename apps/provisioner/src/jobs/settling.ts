import type { PoolClient } from 'pg';
import type { WorkQueue } from '../work/work-queue.js';
import type { Counts, Job } from './job.js';

/** Milliseconds between looks at what is left. */
const LOOK_AGAIN = 1_000;

export interface Settled {
  /** All that can be done without an operator is done. */
  finished: boolean;
  /** Rows at their end. */
  done: number;
  counts: Counts;
  pauseMs: number;
}

/**
 * How far the work is that a job put into the queue. Departures that wait for approval keep no job from its end: they
 * are on a list of their own.
 */
export async function settle(queue: WorkQueue, client: PoolClient, job: Job, queued: number): Promise<Settled> {
  const { left, outcomes } = await queue.jobCounts(job.id, client);
  const finished = left.waiting === 0;
  return {
    finished,
    done: Math.max(0, queued - left.waiting - left.held),
    counts: { queued, waiting: left.waiting, held: left.held, ...outcomes },
    pauseMs: finished ? 0 : LOOK_AGAIN,
  };
}
