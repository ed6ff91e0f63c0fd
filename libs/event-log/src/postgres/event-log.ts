import { Logger } from '@nestjs/common';
import type { EventMessage } from '@usher/events';
import type { Pool } from 'pg';
import { outboxColumns } from '../outbox/append.js';
import type { ConsumerOptions, EventLog, Subscription } from '../port.js';
import { PostgresConsumer } from './consumer.js';
import { deleteOldRecords } from './retention.js';
import type { PgSession } from './session.js';

export interface PostgresEventLogOptions {
  /** On the database whose schema `event_log` is up to date. Stays the caller's. */
  pool: Pool;
  /** The same database; a consumer has a connection of its own, which holds its locks. */
  databaseUrl: string;
  clientId: string;
}

const RETENTION_EVERY = 60 * 60 * 1000;

/**
 * The log in PostgreSQL, for one machine: one partition for each topic; one process at a time works for a group,
 * the others stand by. Records are kept for a week, and longer while a known group hasn't passed them.
 */
export class PostgresEventLog implements EventLog {
  private readonly logger = new Logger('PostgresEventLog');
  private readonly consumers = new Set<PostgresConsumer>();
  /** Backends whose writes this process tells its consumers of by itself. */
  private readonly ownBackends = new Set<number | undefined>();
  private retention?: NodeJS.Timeout;

  constructor(private readonly options: PostgresEventLogOptions) {}

  /** A topic is nothing but its records. */
  async ensureTopics(): Promise<void> {
    await this.check();
  }

  async publish(messages: readonly EventMessage[]): Promise<void> {
    if (messages.length === 0) return;
    await this.options.pool.query({
      name: 'event_log_append',
      text: 'SELECT event_log.append($1, $2, $3, $4)',
      values: outboxColumns(messages),
    });
    this.wake();
  }

  /**
   * Moves up to `atMost` rows from the outbox into the log, in one transaction of that session, and returns how
   * many. Does within the database what the relay otherwise does with publish and delete.
   */
  async moveOutbox(session: PgSession, atMost: number): Promise<number> {
    this.ownBackends.add(session.processId);
    const { rows } = await session.client.query<{ moved: number }>({
      name: 'event_log_move_outbox',
      text: 'SELECT event_log.move_outbox($1) AS moved',
      values: [atMost],
    });
    const moved = rows[0]?.moved ?? 0;
    if (moved > 0) this.wake();
    return moved;
  }

  async subscribe(options: ConsumerOptions): Promise<Subscription> {
    const consumer = new PostgresConsumer(this.options, options, (processId) => this.ownBackends.has(processId));
    this.consumers.add(consumer);
    this.retention ??= setInterval(() => void this.deleteOld(), RETENTION_EVERY).unref();
    await consumer.start();
    return {
      stop: async () => {
        this.consumers.delete(consumer);
        await consumer.stop();
      },
    };
  }

  async check(): Promise<void> {
    await this.options.pool.query('SELECT 1');
  }

  async close(): Promise<void> {
    clearInterval(this.retention);
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    this.consumers.clear();
  }

  /** Consumers of this process needn't wait for the database's notification. */
  private wake(): void {
    for (const consumer of this.consumers) consumer.wake();
  }

  private async deleteOld(): Promise<void> {
    // Failing costs nothing but space: the next one catches up.
    await deleteOldRecords(this.options.pool).catch((error: unknown) =>
      this.logger.warn(`old records stay: ${String(error)}`),
    );
  }
}
