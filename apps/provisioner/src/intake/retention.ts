import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Pool } from 'pg';

/** Rows that one statement deletes at most: short locks, and room for others. */
const PIECE = 1_000;
const EVERY = 3_600_000;
const FIRST = 60_000;

/** The latest state of a user stays, and what work still needs. */
const STATES = `
  DELETE FROM provisioner.states WHERE ctid = ANY (ARRAY(
    SELECT s.ctid FROM provisioner.states s
    WHERE s.received_at < now() - make_interval(days => $1)
      AND EXISTS (
        SELECT FROM provisioner.states n
        WHERE n.connection = s.connection AND n.scim_id = s.scim_id AND n.revision > s.revision)
      AND NOT EXISTS (
        SELECT FROM provisioner.work w WHERE w.scim_id = s.scim_id AND w.revision <= s.revision
          AND w.connection = s.connection)
    LIMIT ${PIECE} FOR UPDATE SKIP LOCKED))`;

/** A window of a budget is 30 days at most; whoever waits for a result has given up after an hour. */
const DEPARTURES = `
  DELETE FROM provisioner.departures WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM provisioner.departures WHERE at < now() - interval '31 days' LIMIT ${PIECE} FOR UPDATE SKIP LOCKED))`;
const AWAITED = `
  DELETE FROM provisioner.awaited WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM provisioner.awaited
    WHERE pending <= 0 AND created_at < now() - interval '1 hour' LIMIT ${PIECE} FOR UPDATE SKIP LOCKED))`;

/** Forgets what nobody needs any more, a piece at a time, every hour. */
export class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Retention');
  private readonly closing = new AbortController();
  private running?: Promise<void>;

  /** @param days for which states are kept that newer ones have replaced */
  constructor(
    private readonly pool: Pool,
    private readonly days: number,
  ) {}

  onApplicationBootstrap(): void {
    this.running ??= this.run();
  }

  async onModuleDestroy(): Promise<void> {
    this.closing.abort();
    await this.running;
  }

  /** @returns how many states are gone */
  async sweep(): Promise<number> {
    await this.inPieces(DEPARTURES, []);
    await this.inPieces(AWAITED, []);
    return this.inPieces(STATES, [this.days]);
  }

  private async run(): Promise<void> {
    for (let wait = FIRST; await this.sleep(wait); wait = EVERY) {
      await this.sweep().catch((error: unknown) => this.logger.warn(`Old states stay: ${(error as Error).message}`));
    }
  }

  private async inPieces(sql: string, values: unknown[]): Promise<number> {
    let gone = 0;
    for (let last = PIECE; last === PIECE && !this.closing.signal.aborted; gone += last) {
      last = (await this.pool.query(sql, values)).rowCount ?? 0;
    }
    return gone;
  }

  /** False when the process stops. */
  private async sleep(ms: number): Promise<boolean> {
    return sleep(ms, true, { signal: this.closing.signal, ref: false }).catch(() => false);
  }
}
