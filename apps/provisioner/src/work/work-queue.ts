import { randomUUID } from 'node:crypto';
import { Coalescer } from '@usher/concurrency';
import { DeadLetterError, RetryLaterError, type SqlClient } from '@usher/event-log';
import type { EventEnvelope, Origin, SettledTarget, UserEventData } from '@usher/events';
import type { Pool } from 'pg';
import { isDataFault } from '../database-fault.js';
import { type Arrival, IntakeRepository } from '../intake/intake.repository.js';
import { ENQUEUE_LATEST, ENQUEUE_LOCK } from './enqueue.sql.js';
import { DROP_JOB, DROP_TARGET, JOB_COUNTS, TARGET_COUNTS } from './counts.sql.js';
import type { WorkKind, WorkOptions } from './work-row.js';

export interface EnqueueRequest {
  targetId: string;
  /** Whose users; `*`: those of every connection. */
  connection: string;
  /** `all`: every user that isn't deleted, and the deleted ones of whom the target has a link. */
  scimIds: readonly string[] | 'all';
  kind: Exclude<WorkKind, 'event' | 'due' | 'approved'>;
  /** Who asks for it; default: who caused the state. */
  origin?: Origin;
  jobId?: string | null;
  options?: WorkOptions;
  /** Ahead of events; default: behind them (2), a choice and a single user with them (1). */
  priority?: 0 | 1 | 2;
}

/** Rows of one target, or of one job. */
export interface WorkCounts {
  /** Waiting for the site, or in work; `failed` ones included. */
  waiting: number;
  /** Those of `waiting` that were tried, in vain so far. */
  failed: number;
  /** Departures that wait for approval. */
  held: number;
  /** Delayed deletions. */
  scheduled: number;
  /** When the oldest of `waiting` came; null when there is none. */
  oldest: Date | null;
}

const NOTHING: WorkCounts = { waiting: 0, failed: 0, held: 0, scheduled: 0, oldest: null };

/** How many events share a statement at most, and how many statements run at once. */
const INTAKE = { slots: 2, size: 100, splitOn: isDataFault };

/** The work of all targets: what goes in, and how much is in. What comes out is the workers' matter. */
export class WorkQueue {
  private readonly arrivals: Coalescer<Arrival, void>;
  private readonly listeners = new Set<(targetId: string) => void>();

  constructor(private readonly pool: Pool) {
    const intake = new IntakeRepository(pool);
    this.arrivals = new Coalescer(async (arrivals: readonly Arrival[]) => {
      for (const targetId of await intake.takeIn(arrivals)) this.wake(targetId);
      return arrivals.map(() => undefined);
    }, INTAKE);
  }

  /**
   * Stores an event of the log, and puts it into the queue of every target that its connection feeds; resolves when
   * that is durable. An event that was taken in before adds nothing.
   *
   * @param express the event came ahead of what waits
   * @throws {RetryLaterError} when the database doesn't serve; {@link DeadLetterError} when it refuses the data
   */
  async intake(event: EventEnvelope<UserEventData>, express = false): Promise<void> {
    try {
      await this.arrivals.submit({ event, express }, { urgent: express });
    } catch (error) {
      const { message } = error as Error;
      if (isDataFault(error)) throw new DeadLetterError('unrecordable', `The event can't be stored: ${message}`);
      throw new RetryLaterError(`The database does not serve: ${message}`);
    }
  }

  /**
   * Puts the latest states of users into the queue of one target once more, each under a fresh event id, in the
   * transaction that `client` is in. A user of whom the same is waiting already isn't added again. After the commit
   * call {@link wake}.
   *
   * @returns how many rows were added
   */
  async enqueueLatest(client: SqlClient, request: EnqueueRequest): Promise<number> {
    const { targetId, connection, scimIds, kind, origin, jobId = null, options, priority } = request;
    if (scimIds === 'all') await client.query(ENQUEUE_LOCK);
    const result = await client.query(ENQUEUE_LATEST, [
      targetId,
      connection,
      scimIds === 'all' ? null : scimIds,
      kind,
      priority ?? (kind === 'chosen' ? 1 : 2),
      jobId,
      options === undefined ? null : JSON.stringify(options),
      origin === undefined ? null : JSON.stringify(origin),
      null,
    ]);
    return rowsOf<{ count: number }>(result)[0]?.count ?? 0;
  }

  /**
   * Has one target work on the latest state of one user now, ahead of bulk work; {@link resultOf} tells what came of
   * it. In the transaction that `client` is in: after its commit call {@link wake}.
   *
   * @returns the id of the event that stands for it; null when the user isn't known
   */
  async provision(
    request: { targetId: string; scimId: string; origin: Origin },
    client: SqlClient = this.pool,
  ): Promise<string | null> {
    const { targetId, scimId, origin } = request;
    const eventId = randomUUID();
    const result = await client.query(ENQUEUE_LATEST, [
      ...[targetId, '*', [scimId], 'resync', 1, null, null, JSON.stringify(origin), eventId],
    ]);
    if ((rowsOf<{ count: number }>(result)[0]?.count ?? 0) === 0) return null;
    this.wake(targetId);
    return eventId;
  }

  /** What a target made of {@link provision}'s event; null while it isn't at its end. Kept for an hour. */
  async resultOf(eventId: string): Promise<SettledTarget | null> {
    const { rows } = await this.pool.query<{ results: string[] }>(
      'SELECT results FROM provisioner.awaited WHERE event_id = $1',
      [eventId],
    );
    const text = rows[0]?.results[0];
    return text === undefined ? null : (JSON.parse(text) as SettledTarget);
  }

  /** There is work for the target. Costs next to nothing, and never fails; workers of other processes look by themselves. */
  wake(targetId: string): void {
    for (const listener of this.listeners) listener(targetId);
  }

  /** @returns a function that ends it */
  onWake(listener: (targetId: string) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Of every target that has rows, or of this one. */
  async counts(targetId?: string): Promise<Map<string, WorkCounts>> {
    const { rows } = await this.pool.query<WorkCounts & { targetId: string }>(TARGET_COUNTS, [targetId ?? null]);
    const counts = new Map(rows.map(({ targetId: id, ...rest }) => [id, { ...NOTHING, ...rest }]));
    if (targetId !== undefined && !counts.has(targetId)) counts.set(targetId, NOTHING);
    return counts;
  }

  /** What is left of a job, and what came of the rest, by type of outcome (`succeeded`, `rejected`, `stale`...). */
  async jobCounts(
    jobId: string,
    client: SqlClient = this.pool,
  ): Promise<{ left: WorkCounts; outcomes: Record<string, number> }> {
    const [row] = rowsOf<WorkCounts & { outcomes: Record<string, number> | null }>(
      await client.query(JOB_COUNTS, [jobId]),
    );
    const { outcomes, ...left } = row ?? { ...NOTHING, outcomes: null };
    return { left, outcomes: outcomes ?? {} };
  }

  /** Forgets the rows of a job that nobody is at, in the transaction that `client` is in. @returns how many */
  async dropJob(client: SqlClient, jobId: string): Promise<number> {
    return rowsOf<{ count: number }>(await client.query(DROP_JOB, [jobId]))[0]?.count ?? 0;
  }

  /**
   * Forgets all rows of a target that was removed, in the transaction that `client` is in; who waits for one of its
   * results is told that there is none.
   */
  async dropTarget(client: SqlClient, target: { id: string; name: string }): Promise<void> {
    const gone: SettledTarget = {
      ...{ target, result: 'skipped', action: 'none', code: 'target_removed' },
      detail: 'The site is no longer connected.',
    };
    await client.query(ENQUEUE_LOCK);
    await client.query(DROP_TARGET, [target.id, JSON.stringify(gone)]);
  }
}

/** pg answers with a result, TypeORM with its rows. */
function rowsOf<T>(result: unknown): T[] {
  return (Array.isArray(result) ? result : (result as { rows: T[] }).rows) as T[];
}
