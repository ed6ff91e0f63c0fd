import { inTransaction, poolOf } from '@usher/persistence';
import type { Pool, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { lockLedger } from './append.js';
import type { Checkpoints } from '../chain/checkpoints.js';
import type { AuditEntry } from './entry.js';

const BATCH = 1000;

const OLDEST = `
  SELECT id, occurred_at AS "occurredAt", connection, kind, action, status, user_name AS "userName", NULL AS email,
    NULL AS login, resource_id AS "resourceId", external_id AS "externalId", host(source_ip) AS "sourceIp", actor, target,
    target_id AS "targetId", detail, code, trace_id AS "traceId", changes, NULL AS execution,
    revision::float8 AS revision, cause_id AS "causeId"
  FROM audit.entries_before_ledger ORDER BY occurred_at, id LIMIT ${BATCH}`;

/** Puts the entries of versions without a ledger into it, the oldest first. Goes on where it was interrupted. */
export async function takeOver(
  database: DataSource,
  checkpoints: Checkpoints,
  say: (line: string) => void,
): Promise<void> {
  const pool = poolOf(database);
  let moved = 0;
  while (await exists(pool)) {
    const taken = await inTransaction(pool, async (client) => {
      await lockLedger(client);
      // Another process may have come to the end meanwhile.
      if (!(await exists(client))) return 0;
      const { rows } = await client.query<Omit<AuditEntry, 'occurredAt'> & { occurredAt: Date }>(OLDEST);
      await checkpoints.append(
        client,
        rows.map((row) => ({ ...row, occurredAt: row.occurredAt.toISOString() })),
      );
      const ids = rows.map(({ id }) => id);
      await client.query('DELETE FROM audit.entries_before_ledger WHERE id = ANY ($1::uuid[])', [ids]);
      if (rows.length === 0) await client.query('DROP TABLE audit.entries_before_ledger');
      return rows.length;
    });
    moved += taken;
    if (taken > 0) say(`${moved} audit entries are in the ledger now`);
  }
}

async function exists(client: Pool | PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'audit' AND tablename = 'entries_before_ledger') AS there`,
  );
  return rows[0]?.there === true;
}
