import type { Origin } from '@usher/events';
import type { PoolClient } from 'pg';

export const JOB_KINDS = ['resync', 'reconcile', 'repair', 'import', 'replay'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Named numbers of what was done so far. */
export type Counts = { readonly [name: string]: number };

/** Long work on a whole site, done page by page, by whichever process has time. */
export interface Job {
  id: string;
  targetId: string;
  kind: JobKind;
  state: JobState;
  /** What was asked for; JSON. */
  options: unknown;
  /** Where the next page begins; JSON, null before the first. */
  cursor: unknown;
  /** How much there is to do; null while that isn't known. */
  total: number | null;
  done: number;
  counts: Counts;
  /** Who started it, for the events that it publishes. */
  origin: Origin;
  startedAt: Date;
}

/** Where a job stands after a page. What is left out stays as it is. */
export interface Progress {
  cursor?: unknown;
  total?: number | null;
  done?: number;
  counts?: Counts;
  /** Nothing is left to do. */
  finished?: boolean;
  /** Milliseconds until the next page is worth a try; default: at once. */
  pauseMs?: number;
}

/** Writes a page's results in the transaction that also moves the cursor: each page counts once, whatever crashes. */
export type CommitPage = (client: PoolClient) => Promise<Progress>;

/** What a kind of job does. */
export interface JobHandler {
  readonly kind: JobKind;
  /**
   * Reads the next page, without a transaction; what it returns is then run in one.
   * @throws {JobFailure} when going on makes no sense; {@link SiteError} when the site doesn't serve (tried again).
   */
  next(job: Job): Promise<CommitPage>;
  /** In the transaction that cancels the job. */
  cancelled?(client: PoolClient, job: Job): Promise<void>;
}

/** The job can't go on; the message says in words why, and what to do. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';
}
