import type { Pool, PoolClient } from 'pg';
import type { Head } from '../chain/link.js';
import type { LedgerEntry } from '../record/entry.js';
import type { Condition } from '../removal/marked.js';
import { EXPORT_LOCK } from './export.store.js';

/** Entries that are in memory at once. */
const BATCH = 500;

const SELECT = `
  SELECT id, occurred_at AS "occurredAt", connection, kind, action, status, user_name AS "userName", email, login,
    resource_id AS "resourceId", external_id AS "externalId", host(source_ip) AS "sourceIp", actor, target,
    target_id AS "targetId", detail, code, trace_id AS "traceId", changes, execution, revision::float8 AS revision,
    cause_id AS "causeId", position::float8 AS position, chain, seq::float8 AS seq, erased_by AS "erasedBy", hash
  FROM audit.entries e`;

type Row = Omit<LedgerEntry, 'occurredAt'> & { occurredAt: Date; hash: Buffer };

export type SnapshotEntry = { entry: LedgerEntry; hash: Buffer };

/** The entries that fit, as they are at one moment, in the order in which they were recorded. */
export class Snapshot {
  private constructor(
    private readonly client: PoolClient,
    readonly heads: ReadonlyMap<string, Head>,
  ) {}

  /** @param exportId whose file is made of it: nobody takes it for abandoned as long as this is open */
  static async open(pool: Pool, { sql, values }: Condition, exportId: string): Promise<Snapshot> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      await client.query(`SELECT ${EXPORT_LOCK}`, [exportId]);
      const text = 'SELECT chain, seq::float8 AS seq, hash FROM audit.chains';
      const { rows } = await client.query<Head & { chain: string }>(text);
      // All of them will be read: what comes first soon needn't come soon.
      await client.query('SET LOCAL cursor_tuple_fraction = 1.0');
      await client.query(
        `DECLARE exported NO SCROLL CURSOR FOR ${SELECT} ${sql === '' ? '' : `WHERE ${sql}`} ORDER BY position`,
        [...values],
      );
      return new Snapshot(client, new Map(rows.map(({ chain, ...head }) => [chain, head])));
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Empty at the end. */
  async next(): Promise<SnapshotEntry[]> {
    const { rows } = await this.client.query<Row>(`FETCH ${BATCH} FROM exported`);
    return rows.map(({ hash, ...row }) => ({ entry: { ...row, occurredAt: row.occurredAt.toISOString() }, hash }));
  }

  async close(): Promise<void> {
    try {
      await this.client.query('ROLLBACK');
      this.client.release();
    } catch {
      this.client.release(true);
    }
  }
}
