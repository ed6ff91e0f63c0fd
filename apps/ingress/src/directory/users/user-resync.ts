import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { OutboxSignal } from '@usher/event-log';
import { TOPICS } from '@usher/events';
import type { Pool } from 'pg';
import { INGRESS_POOL } from '../../database.js';
import { again } from '../again.js';
import type { Cause } from '../cause.js';
import { headersSql, manyHeaders, WANTED_USER } from './many-events.js';

/** Users of one statement: their states pass through the database only. */
const PAGE = 500;

/** Connection, headers as of `manyHeaders`, origin as JSON, a seed of the event ids; the rows are chosen by `where`. */
const publish = (where: string): string => `
WITH page AS (
  SELECT u.id, u.revision, u.attributes, u.attributes::json AS parsed, u.groups, u.password
  FROM ingress.users u WHERE u.connection = $1 AND ${where}
), sent AS (
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT '${TOPICS.users}', $1 || ':' || id, ${headersSql('$2', `md5($4 || id::text)::uuid::text`)},
    '{"connection":' || to_json($1::text) || ',"user":' || ${WANTED_USER} || ',"changes":[],"origin":' || $3::text || '}'
  FROM page ORDER BY id
)
SELECT count(*)::int AS users, max(id::text COLLATE "C") AS last FROM page`;

const AFTER = publish('u.id > $5 ORDER BY u.connection, u.id LIMIT $6');
const NAMED = publish('u.id = ANY($5::uuid[])');

/** Before every id. */
const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** Publishes users as they are once more, at the revision that they have. */
@Injectable()
export class UserResync {
  constructor(
    @Inject(INGRESS_POOL) private readonly pool: Pool,
    private readonly outbox: OutboxSignal,
  ) {}

  /**
   * All users of the cause's connection, page by page, each page a transaction: whoever changes a user meanwhile has
   * published the newer revision itself. @returns how many
   */
  async all(cause: Cause): Promise<number> {
    let users = 0;
    for (let last: string | null = NIL_ID; last !== null;) {
      const page: { users: number; last: string | null } = await this.publish(cause, AFTER, randomUUID(), [last, PAGE]);
      users += page.users;
      last = page.users < PAGE ? null : page.last;
    }
    return users;
  }

  /** @param seed of the ids of the events: the same one gives the same events */
  async some(cause: Cause, ids: readonly string[], seed: string): Promise<void> {
    await this.publish(cause, NAMED, seed, [ids]);
  }

  private async publish(cause: Cause, text: string, seed: string, which: readonly unknown[]) {
    const headers = manyHeaders(cause, 'user.resynced', new Date());
    const values = [cause.connection, headers, JSON.stringify(cause.origin), seed, ...which];
    const { rows } = await again(() => this.pool.query<{ users: number; last: string | null }>({ text, values }));
    this.outbox.wake();
    return rows[0] ?? { users: 0, last: null };
  }
}
