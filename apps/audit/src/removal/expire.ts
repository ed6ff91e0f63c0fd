import type { PoolClient } from 'pg';
import { COMMON_CHAIN } from '../chain/canonical.js';
import { type Condition, mark, type MarkedOptions, takeMarked } from './marked.js';
import { type CutOffs, dropMonths } from './months.js';
import { type ChainRun, runIn, type Settling } from './settle.js';

export interface ExpiryOptions extends Pick<MarkedOptions, 'progress' | 'checkpoints' | 'now'> {
  /** Days by chain. */
  days: ReadonlyMap<string, number>;
}

const DAY = 86_400_000;

/** Entries that happened before are due. */
export function cutOff(days: number, now: Date): Date {
  return new Date(now.getTime() - days * DAY);
}

/**
 * Takes out what is older than its chain's retention: whole months where all of it is due, the rest in short transactions.
 * Must be the only one who removes. Answers what was taken out of each chain.
 */
export async function expire(client: PoolClient, options: ExpiryOptions): Promise<ChainRun[]> {
  const { days, now } = options;
  const cutOffs = await dueChains(client, new Map([...days].map(([chain, n]) => [chain, cutOff(n, now())])));
  if (cutOffs.size === 0) return [];
  const settling = (chain: string): Settling => ({
    ...options,
    act: {
      ...{ action: 'audit.expire', actor: 'Usher', sourceIp: null, traceId: null },
      detailOf: (entries) => `${entries === 1 ? '1 entry' : `${entries} entries`} ${agesOf(days.get(chain))}`,
    },
  });
  const runs = await dropMonths(client, cutOffs, settling);
  for (const [chain, before] of cutOffs) {
    await mark(client, dueIn(chain, before));
    const run = runs.get(chain) ?? runIn(chain);
    runs.set(chain, await takeMarked(client, chain, { ...options, ...settling(chain), remember: false }, run));
  }
  return [...runs.values()].filter(({ entries }) => entries > 0);
}

function agesOf(days: number | undefined): string {
  return `older than ${days === 1 ? '1 day' : `${days} days`} ended with the retention`;
}

/** Asked by connection, as the index is. */
function dueIn(chain: string, before: Date): Condition {
  const [connection, values] = chain === COMMON_CHAIN ? ['IS NULL', []] : ['= $2', [chain]];
  return { sql: `e.connection ${connection} AND e.occurred_at < $1`, values: [before, ...values] };
}

/** A chain in which only records of earlier expiries are due stays as it is, or each of them would be followed by another. */
async function dueChains(client: PoolClient, cutOffs: CutOffs): Promise<CutOffs> {
  const due = new Map<string, Date>();
  for (const [chain, before] of cutOffs) {
    const { sql, values } = dueIn(chain, before);
    const text = `SELECT FROM audit.entries e WHERE ${sql} AND e.action <> 'audit.expire' LIMIT 1`;
    if ((await client.query(text, [...values])).rowCount !== 0) due.set(chain, before);
  }
  return due;
}
