import type { PoolClient } from 'pg';
import { TOMBSTONE_ACTIONS } from '../chain/tombstone.js';
import { lockLedger } from '../record/append.js';
import { lowerKept } from '../record/statistics.js';
import { rangesOf } from './ranges.js';
import { transactionOn } from './session.js';
import { type ChainRun, runIn, settle, type Settling, TAKEN_COLUMNS, type TakenRow } from './settle.js';

/** Entries of one transaction: recording waits for no more than that. */
const BATCH = 2000;

/** A condition on `audit.entries e`. */
export interface Condition {
  sql: string;
  values: readonly unknown[];
}

/**
 * Notes which entries are to go, in a temporary table of the connection: what comes in later isn't concerned, and no batch
 * has to look for them again. Answers how many there are, by chain.
 */
export async function mark(client: PoolClient, { sql, values }: Condition): Promise<Map<string, number>> {
  await client.query('DROP TABLE IF EXISTS pg_temp.marked');
  await client.query('CREATE TEMP TABLE marked (chain text, seq bigint, id uuid, occurred_at timestamptz(3))');
  const text = `INSERT INTO pg_temp.marked SELECT chain, seq, id, occurred_at FROM audit.entries e WHERE ${sql}`;
  await client.query(text, [...values]);
  await client.query('CREATE INDEX ON pg_temp.marked (chain, seq)');
  await client.query('ANALYZE pg_temp.marked');
  const counts = 'SELECT chain, count(*)::float8 AS entries FROM pg_temp.marked GROUP BY chain ORDER BY chain';
  const { rows } = await client.query<{ chain: string; entries: number }>(counts);
  return new Map(rows.map(({ chain, entries }) => [chain, entries]));
}

const DELETE = `
  DELETE FROM audit.entries e USING (
    SELECT id, occurred_at FROM pg_temp.marked WHERE chain = $1 AND seq > $2 ORDER BY seq LIMIT ${BATCH}
  ) AS next
  WHERE e.id = next.id AND e.occurred_at = next.occurred_at RETURNING ${TAKEN_COLUMNS}`;

const REMEMBER = 'INSERT INTO audit.cleared_ids (id) SELECT * FROM unnest($1::uuid[]) ON CONFLICT DO NOTHING';

export interface MarkedOptions extends Settling {
  /** Whether the events must stay away when they are delivered again. */
  remember: boolean;
  /** Called after each transaction, with the entries of this chain so far. */
  progress?(run: ChainRun): void;
}

/** Takes the marked entries of one chain out, in short transactions, each of which leaves a chain that verifies. */
export async function takeMarked(
  client: PoolClient,
  chain: string,
  options: MarkedOptions,
  start: ChainRun = runIn(chain),
): Promise<ChainRun> {
  let run = start;
  let last = 0;
  for (;;) {
    const done = await transactionOn(client, async () => {
      await lockLedger(client);
      // Each of them by its key, however many PostgreSQL thinks there are.
      await client.query('SET LOCAL enable_hashjoin = off');
      await client.query('SET LOCAL enable_mergejoin = off');
      const { rows } = await client.query<TakenRow>(DELETE, [chain, last]);
      if (rows.length === 0) return undefined;
      await lowerKept(client, rows);
      if (options.remember) await client.query(REMEMBER, [rows.map(({ id }) => id)]);
      const tombstones = rows.filter(isTombstone).map(({ id }) => id);
      const taken = { ranges: rangesOf(rows), entries: rows.length - tombstones.length, tombstones };
      const next = await settle(client, run, taken, options);
      return { next, last: Math.max(...rows.map(({ seq }) => seq)) };
    });
    if (done === undefined) return run;
    ({ next: run, last } = done);
    options.progress?.(run);
  }
}

export function isTombstone({ kind, action }: { kind: string; action: string }): boolean {
  return kind === 'operation' && TOMBSTONE_ACTIONS.some((word) => word === action);
}
