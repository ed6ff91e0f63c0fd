import type { PoolClient } from 'pg';
import type { RemovedRange } from '../chain/tombstone.js';
import { lockLedger } from '../record/append.js';
import { type Count, lowerCounts } from '../record/statistics.js';
import { isTombstone } from './marked.js';
import { transactionOn } from './session.js';
import { type ChainRun, runIn, settle, type Settling } from './settle.js';

/** Before which time the entries of a chain are due, by chain. */
export type CutOffs = ReadonlyMap<string, Date>;

/** Partitions are detached without waiting long for who reads: everybody after would wait as well. */
const LOCK_TIMEOUT = '300ms';
const TRIES = 5;
const PAUSE = 200;

/** Drops the months of which every entry is due; answers what that was in each chain. */
export async function dropMonths(
  client: PoolClient,
  cutOffs: CutOffs,
  settling: (chain: string) => Settling,
): Promise<Map<string, ChainRun>> {
  const runs = new Map<string, ChainRun>();
  for (const month of await monthsBefore(client, [...cutOffs.values()])) {
    const chains = await chainsOf(client, month.name);
    const due = chains.every((chain) => month.end.getTime() <= (cutOffs.get(chain)?.getTime() ?? -Infinity));
    if (due) await dropMonth(client, month.name, { runs, settling });
  }
  return runs;
}

interface Month {
  name: string;
  end: Date;
}

async function monthsBefore(client: PoolClient, cutOffs: readonly Date[]): Promise<Month[]> {
  const latest = Math.max(...cutOffs.map((time) => time.getTime()));
  const { rows } = await client.query<{ name: string }>(`
    SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'audit.entries'::regclass AND relname ~ '^entries_\\d{4}_\\d{2}$' ORDER BY relname`);
  const months = rows.map(({ name }) => {
    const [, year, month] = name.split('_');
    return { name, end: new Date(Date.UTC(Number(year), Number(month), 1)) };
  });
  return months.filter(({ end }) => end.getTime() <= latest);
}

async function chainsOf(client: PoolClient, month: string): Promise<string[]> {
  const { rows } = await client.query<{ chain: string }>(`SELECT DISTINCT chain FROM audit.${month}`);
  return rows.map(({ chain }) => chain);
}

interface Content {
  ranges: (RemovedRange & { chain: string })[];
  entries: { chain: string; id: string; kind: string; action: string }[];
  counts: Count[];
  total: Map<string, number>;
  lastPosition: number;
}

/** What is in a month; nothing in it can change but by a new entry, as long as nobody else removes. */
async function read(client: PoolClient, month: string): Promise<Content> {
  const { rows: ranges } = await client.query<RemovedRange & { chain: string }>(`
    WITH numbered AS (
      SELECT chain, seq, seq - row_number() OVER (PARTITION BY chain ORDER BY seq) AS run FROM audit.${month}
    ), runs AS (SELECT chain, min(seq) AS first, max(seq) AS last FROM numbered GROUP BY chain, run)
    SELECT runs.chain, first::float8 AS "fromSeq", last::float8 AS "toSeq", e.hash AS "endHash"
    FROM runs JOIN audit.${month} e ON e.chain = runs.chain AND e.seq = runs.last ORDER BY runs.chain, first`);
  const { rows: entries } = await client.query<Content['entries'][number]>(
    `SELECT chain, id, kind, action FROM audit.${month} WHERE action LIKE 'audit.%'`,
  );
  const { rows: counts } = await client.query<Count>(`
    SELECT to_char(date_trunc('hour', occurred_at, 'UTC') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"') AS hour,
      coalesce(connection, '') AS connection, coalesce(target_id, '') AS "targetId", kind, action, status,
      count(*)::float8 AS entries
    FROM audit.${month} GROUP BY 1, 2, 3, 4, 5, 6`);
  const { rows: totals } = await client.query<{ chain: string; entries: number; last: number }>(
    `SELECT chain, count(*)::float8 AS entries, max(position)::float8 AS last FROM audit.${month} GROUP BY chain`,
  );
  const total = new Map(totals.map((row) => [row.chain, row.entries]));
  return { ranges, entries, counts, total, lastPosition: Math.max(0, ...totals.map(({ last }) => last)) };
}

interface Run {
  runs: Map<string, ChainRun>;
  settling(chain: string): Settling;
}

/** Leaves the month as it is where it can't be had for itself: its entries are taken out one by one then. */
async function dropMonth(client: PoolClient, month: string, { runs, settling }: Run): Promise<void> {
  const content = await read(client, month);
  const tombstones = content.entries.filter(isTombstone);
  const chains = [...content.total];
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    const settled = await detach(client, month, content.lastPosition, async () => {
      await lowerCounts(client, content.counts);
      const next: ChainRun[] = [];
      for (const [chain, entries] of chains) {
        const ids = tombstones.filter((entry) => entry.chain === chain).map(({ id }) => id);
        const ranges = content.ranges.filter((range) => range.chain === chain);
        const taken = { ranges, entries: entries - ids.length, tombstones: ids };
        next.push(await settle(client, runs.get(chain) ?? runIn(chain), taken, settling(chain)));
      }
      return next;
    });
    for (const run of settled ?? []) runs.set(run.chain, run);
    if (settled !== undefined) return;
  }
}

/** Undefined when the month is in use, or another entry has come into it. */
async function detach<T>(
  client: PoolClient,
  month: string,
  lastPosition: number,
  then: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await transactionOn(client, async () => {
      await lockLedger(client);
      const text = `SELECT FROM audit.${month} WHERE position > $1 LIMIT 1`;
      if ((await client.query(text, [lastPosition])).rowCount !== 0) return undefined;
      await client.query(`SET LOCAL lock_timeout = '${LOCK_TIMEOUT}'`);
      await client.query(`ALTER TABLE audit.entries DETACH PARTITION audit.${month}`);
      await client.query(`DROP TABLE audit.${month}`);
      await client.query('SET LOCAL lock_timeout = 0');
      return then();
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === '55P03') return undefined;
    throw error;
  }
}
