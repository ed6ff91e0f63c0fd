import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { EventMessage } from '@usher/events';
import type { Pool } from 'pg';
import { Gate } from '../gate.js';
import { parseHeaders } from '../headers.js';
import type { EventLog } from '../port.js';
import { PostgresEventLog } from '../postgres/event-log.js';
import { Reconnection } from '../postgres/reconnection.js';
import { PgSession } from '../postgres/session.js';

export interface OutboxRelayOptions {
  log: EventLog;
  /** On the database with the outbox; used to tell a leader in another process. */
  pool: Pool;
  /** The same database; the relay has a connection of its own, which holds the leader's lock. */
  databaseUrl: string;
  clientId: string;
}

const BATCH = 500;
const POLL = 200;
const STANDBY_POLL = 1000;
/**
 * After a batch, so that under load the next one holds more than a row or two: each batch costs the database as much
 * as a write of its own. The first event after a pause never waits.
 */
const GATHER = 25;
/** A database-wide lock is taken at the commit of a NOTIFY: not more often than this. */
const NOTIFY_EVERY = 5;

interface Row extends Omit<EventMessage, 'headers'> {
  position: string;
  headersText: string;
}

/**
 * Takes rows from the outbox in their order, publishes them, deletes them. One process leads, by an advisory lock;
 * the others stand by. Deleting what was published, instead of remembering how far, makes rows harmless that commit
 * late. Killed between publishing and deleting, it publishes again: duplicates, never losses.
 */
export class OutboxRelay {
  private readonly logger = new Logger('OutboxRelay');
  private readonly gate = new Gate();
  private readonly reconnection = new Reconnection();
  private leads = false;
  private stopping = false;
  private working?: Promise<void>;
  private notifyTimer?: NodeJS.Timeout;

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    this.working ??= this.work();
  }

  get isLeader(): boolean {
    return this.leads;
  }

  /** There are rows. Reaches the leader wherever it runs. */
  wake(): void {
    if (this.leads) this.gate.wake();
    else this.notifyTimer ??= setTimeout(() => this.notify(), NOTIFY_EVERY);
  }

  /** Resolves when the batch in work is through. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.notifyTimer);
    this.gate.wake();
    this.reconnection.stop();
    await this.working;
  }

  private notify(): void {
    this.notifyTimer = undefined;
    if (this.stopping) return;
    // Failing is harmless: the leader polls.
    this.options.pool.query('NOTIFY usher_outbox').catch(() => undefined);
  }

  private async work(): Promise<void> {
    while (!this.stopping) {
      let session: PgSession | undefined;
      try {
        session = await PgSession.open({
          url: this.options.databaseUrl,
          name: `${this.options.clientId}/outbox`,
          channel: 'usher_outbox',
          onNotify: () => this.gate.wake(),
          onLost: () => this.gate.wake(),
        });
        this.reconnection.succeeded();
        await this.lead(session);
      } catch (error) {
        this.logger.warn(`outbox: ${String(error)}; again in ${this.reconnection.after} ms`);
      } finally {
        this.leads = false;
        await session?.close();
      }
      await this.reconnection.wait();
    }
  }

  private async lead(session: PgSession): Promise<void> {
    while (!this.stopping && !(await session.tryLock('usher', 'outbox'))) {
      await this.gate.wait(STANDBY_POLL);
      session.assertAlive();
    }
    this.leads = !this.stopping;
    while (!this.stopping) {
      session.assertAlive();
      const relayed = await this.relay(session);
      if (relayed === BATCH) continue;
      if (relayed > 0) await delay(GATHER);
      await this.gate.wait(POLL);
    }
  }

  /** One batch; returns how many rows it had. */
  private async relay(session: PgSession): Promise<number> {
    const { log } = this.options;
    const { client } = session;
    // Outbox and log in one database: the rows needn't leave it.
    if (log instanceof PostgresEventLog) return log.moveOutbox(session, BATCH);
    const { rows } = await client.query<Row>({
      name: 'outbox_read',
      text: `SELECT position, topic, key, headers AS "headersText", value FROM event_log.outbox ORDER BY position LIMIT ${BATCH}`,
    });
    if (rows.length === 0) return 0;
    await log.publish(
      rows.map(({ topic, key, headersText, value }) => ({ topic, key, headers: parseHeaders(headersText), value })),
    );
    await client.query({
      name: 'outbox_delete',
      text: 'DELETE FROM event_log.outbox WHERE position = ANY ($1::bigint[])',
      values: [rows.map((row) => row.position)],
    });
    return rows.length;
  }
}
