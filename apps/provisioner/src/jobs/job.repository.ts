import type { Origin } from '@usher/events';
import type { Pool, PoolClient } from 'pg';
import type { Counts, Job, JobKind, JobState, Progress } from './job.js';

/** A job as an operator sees it. */
export interface JobView {
  id: string;
  targetId: string;
  kind: JobKind;
  state: JobState;
  /** How much there is to do; null while that isn't known. */
  total: number | null;
  done: number;
  counts: Counts;
  actor: string;
  /** Why it failed, or what it waits for; null when all is well. */
  error: string | null;
  startedAt: Date;
  updatedAt: Date;
  finishedAt: Date | null;
}

export interface JobFilter {
  targetId?: string;
  kind?: string;
  state?: string;
  limit: number;
}

export interface NewJob {
  id: string;
  targetId: string;
  kind: JobKind;
  options: unknown;
  origin: Origin;
}

/** Seconds for which a process has a job to itself, unless it says that it is still at it. */
const LEASE = 60;

interface JobRow {
  id: string;
  target_id: string;
  kind: JobKind;
  state: JobState;
  options: string;
  cursor: string | null;
  total: number | null;
  done: number;
  counts: string;
  origin: string;
  actor: string;
  error: string | null;
  started_at: Date;
  updated_at: Date;
  finished_at: Date | null;
}

/** Refused by the index `jobs_running`, a job of this kind is at it already: no row. */
const INSERT = `
  INSERT INTO provisioner.jobs (id, target_id, kind, options, origin, actor)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (target_id, kind) WHERE state = 'running' DO NOTHING`;

const CLAIM = `
  UPDATE provisioner.jobs SET lease_by = $1, lease_until = now() + make_interval(secs => ${LEASE})
  WHERE id = (
    SELECT id FROM provisioner.jobs
    WHERE state = 'running' AND (lease_until IS NULL OR lease_until < now()) AND NOT (id = ANY ($2::uuid[]))
    ORDER BY started_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING *`;

const RENEW = `
  UPDATE provisioner.jobs SET lease_until = now() + make_interval(secs => ${LEASE})
  WHERE id = $1 AND lease_by = $2 AND state = 'running'`;

const LOCK = `SELECT 1 FROM provisioner.jobs WHERE id = $1 AND lease_by = $2 AND state = 'running' FOR UPDATE`;

const PROGRESS = `
  UPDATE provisioner.jobs SET cursor = $3, total = $4, done = $5, counts = $6, error = NULL, updated_at = now(),
    state = CASE WHEN $7 THEN 'done' ELSE state END,
    finished_at = CASE WHEN $7 THEN now() END,
    lease_until = now() + make_interval(secs => ${LEASE})
  WHERE id = $1 AND lease_by = $2`;

const FAIL = `
  UPDATE provisioner.jobs SET state = 'failed', error = $3, finished_at = now(), updated_at = now()
  WHERE id = $1 AND lease_by = $2 AND state = 'running'`;

const WAITS = `
  UPDATE provisioner.jobs SET error = $3, updated_at = now()
  WHERE id = $1 AND lease_by = $2 AND state = 'running'`;

const RELEASE = `UPDATE provisioner.jobs SET lease_until = NULL WHERE id = $1 AND lease_by = $2`;

const CANCEL = `
  UPDATE provisioner.jobs SET state = 'cancelled', finished_at = now(), updated_at = now(), error = NULL
  WHERE id = $1 AND state = 'running' RETURNING *`;

const LIST = `
  SELECT * FROM provisioner.jobs
  WHERE ($1::text IS NULL OR target_id = $1) AND ($2::text IS NULL OR kind = $2) AND ($3::text IS NULL OR state = $3)
  ORDER BY started_at DESC, id DESC LIMIT $4`;

/** Ended ones are kept for a while, to be looked at. */
const FORGET = `DELETE FROM provisioner.jobs WHERE finished_at < now() - interval '90 days'`;

/** The table of jobs. A process that works on one has a lease; without it nothing it writes counts. */
export class JobRepository {
  constructor(private readonly pool: Pool) {}

  /** False when one of this kind runs for this target already. */
  async insert(client: PoolClient, { id, targetId, kind, options, origin }: NewJob): Promise<boolean> {
    const values = [id, targetId, kind, JSON.stringify(options), JSON.stringify(origin), origin.actor];
    return (await client.query(INSERT, values)).rowCount === 1;
  }

  /** A job that nobody is at, except those given. */
  async claim(worker: string, except: readonly string[]): Promise<Job | null> {
    const { rows } = await this.pool.query<JobRow>(CLAIM, [worker, except]);
    return rows[0] === undefined ? null : toJob(rows[0]);
  }

  /** False when it is no longer this worker's to do. */
  async renew(id: string, worker: string): Promise<boolean> {
    return (await this.pool.query(RENEW, [id, worker])).rowCount === 1;
  }

  /** Keeps others from it until the transaction ends; false when it is no longer this worker's to do. */
  async lock(client: PoolClient, id: string, worker: string): Promise<boolean> {
    return (await client.query(LOCK, [id, worker])).rowCount === 1;
  }

  /** @returns the job as it is now */
  async progress(client: PoolClient, job: Job, worker: string, progress: Progress): Promise<Job> {
    const { finished = false, ...rest } = progress;
    const { cursor, total, done, counts } = { ...job, ...rest };
    const values = [job.id, worker, JSON.stringify(cursor), total, done, JSON.stringify(counts), finished];
    await client.query(PROGRESS, values);
    return { ...job, cursor, total, done, counts, state: finished ? 'done' : job.state };
  }

  async fail(id: string, worker: string, error: string): Promise<void> {
    await this.pool.query(FAIL, [id, worker, error]);
  }

  async waits(id: string, worker: string, reason: string): Promise<void> {
    await this.pool.query(WAITS, [id, worker, reason]);
  }

  async release(id: string, worker: string): Promise<void> {
    await this.pool.query(RELEASE, [id, worker]);
  }

  /** Null when it isn't running. */
  async cancel(client: PoolClient, id: string): Promise<Job | null> {
    const { rows } = await client.query<JobRow>(CANCEL, [id]);
    return rows[0] === undefined ? null : toJob(rows[0]);
  }

  async find(id: string): Promise<JobView | null> {
    const { rows } = await this.pool.query<JobRow>('SELECT * FROM provisioner.jobs WHERE id = $1', [id]);
    return rows[0] === undefined ? null : toView(rows[0]);
  }

  async list({ targetId, kind, state, limit }: JobFilter): Promise<JobView[]> {
    const { rows } = await this.pool.query<JobRow>(LIST, [targetId, kind, state, limit]);
    return rows.map(toView);
  }

  async forgetOld(): Promise<void> {
    await this.pool.query(FORGET);
  }
}

function toJob(row: JobRow): Job {
  const { id, kind, state, total, done } = row;
  return {
    ...{ id, targetId: row.target_id, kind, state, total, done, startedAt: row.started_at },
    options: JSON.parse(row.options) as unknown,
    cursor: row.cursor === null ? null : (JSON.parse(row.cursor) as unknown),
    counts: JSON.parse(row.counts) as Counts,
    origin: JSON.parse(row.origin) as Origin,
  };
}

function toView(row: JobRow): JobView {
  const { id, kind, state, total, done, actor, error } = row;
  return {
    ...{ id, targetId: row.target_id, kind, state, total, done, counts: JSON.parse(row.counts) as Counts, actor },
    ...{ error, startedAt: row.started_at, updatedAt: row.updated_at, finishedAt: row.finished_at },
  };
}
