import { openEventLogDatabase } from '@usher/event-log';
import type { EventEnvelope, UserEventData, UserEventType } from '@usher/events';
import { testDatabase } from '@usher/testing';
import type { Pool } from 'pg';
import { ProvisionerDatabase } from '../database.js';

/** A database of the provisioner with the outbox, and what tests of the queue ask it. */
export class WorkDatabase {
  private constructor(
    readonly url: string,
    readonly database: ProvisionerDatabase,
    private readonly end: () => Promise<void>,
  ) {}

  static async open(): Promise<WorkDatabase> {
    const postgres = await testDatabase();
    await (await openEventLogDatabase(postgres.url, 'test')).destroy();
    const database = await ProvisionerDatabase.open(postgres.url);
    return new WorkDatabase(postgres.url, database, async () => {
      await database.onApplicationShutdown();
      await postgres.drop();
    });
  }

  get pool(): Pool {
    return this.database.pool;
  }

  close(): Promise<void> {
    return this.end();
  }

  async addTarget(id: string, connection = 'default'): Promise<void> {
    await this.pool.query(
      `INSERT INTO provisioner.targets (id, name, connection, site_url, settings) VALUES ($1, $1, $2, 'http://' || $1, '{}')`,
      [id, connection],
    );
  }

  async rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T>(sql, values)).rows;
  }

  /** Of the outbox, oldest first: the event's id and type, and its data. */
  async told(topic: string): Promise<{ id: string; type: string; data: Record<string, unknown> }[]> {
    const rows = await this.rows<{ headers: string; value: string }>(
      'SELECT headers, value FROM event_log.outbox WHERE topic = $1 ORDER BY position',
      [topic],
    );
    return rows.map(({ headers, value }) => {
      const { ce_id: id = '', ce_type: type = '' } = JSON.parse(headers) as Record<string, string>;
      return { id, type, data: JSON.parse(value) as Record<string, unknown> };
    });
  }
}

export interface EventParts {
  id: string;
  revision?: number;
  type?: UserEventType;
  eventId?: string;
  connection?: string;
  active?: boolean;
  deleted?: boolean;
  awaited?: boolean;
  /** RFC 3339. */
  time?: string;
  /** Hash. */
  password?: string;
}

/** A user event as the log gives it. */
export function userEvent(parts: EventParts): EventEnvelope<UserEventData> {
  const { id, revision = 1, connection = 'default', active = true, deleted = false, awaited = false } = parts;
  return {
    id: parts.eventId ?? `${id}/${revision}`,
    type: parts.type ?? (deleted ? 'user.deleted' : revision === 1 ? 'user.created' : 'user.updated'),
    ...{ source: '/usher/ingress', subject: id, time: parts.time ?? '2026-01-01T00:00:00.000Z' },
    data: {
      connection,
      user: {
        ...{ id, revision, userName: `name-${id}`, externalId: null, active, deleted, groups: [] },
        attributes: { displayName: id, emails: [{ value: `${id}@example.org` }] },
        ...(parts.password === undefined ? {} : { password: parts.password }),
      },
      changes: [],
      ...(awaited ? { awaited } : {}),
      origin: { sourceIp: '127.0.0.1', tokenId: 'token', actor: 'Test IdP', traceId: '0'.repeat(31) + '1' },
    },
  };
}
