import { Injectable } from '@nestjs/common';
import { type EntryFilter, NO_CONNECTION } from './filter.js';
import { counting, type Statement } from './page-statements.js';
import { Reading, TooBroadError } from './reading.js';

export interface Total {
  count: number;
  /** False: there are at least so many. */
  exact: boolean;
}

/** No further is counted one by one. */
const COUNTED = 10_000;
const LONGEST_MS = 75;
const HOUR_MS = 3_600_000;

/** Tells how many entries a filter lets pass, without making the page late. */
@Injectable()
export class Totals {
  constructor(private readonly reading: Reading) {}

  /**
   * @param facets as the search has them; null: any
   * @returns null when counting takes too long
   */
  async of(filter: EntryFilter, facets: readonly number[] | null): Promise<Total | null> {
    if (facets?.length === 0) return { count: 0, exact: true };
    const kept = rollupStatement(filter);
    try {
      return await this.reading.within(LONGEST_MS, async (run) => {
        const [row] = await run<{ count: number }>(kept ?? counting(filter, facets, COUNTED + 1));
        const count = row?.count ?? 0;
        return kept === undefined && count > COUNTED ? { count: COUNTED, exact: false } : { count, exact: true };
      });
    } catch (error) {
      if (error instanceof TooBroadError) return null;
      throw error;
    }
  }
}

/** Undefined where the counts by the hour don't tell. */
function rollupStatement(filter: EntryFilter): Statement | undefined {
  const { connection, kind, action, status, from, to, ...others } = filter;
  const more: (keyof typeof others)[] = [
    ...(['userName', 'email', 'login', 'sourceIp', 'target', 'actor', 'resourceId', 'code', 'traceId', 'q'] as const),
  ];
  if (more.some((name) => others[name] !== undefined)) return undefined;
  if ([from, to].some((time) => time !== undefined && time.getTime() % HOUR_MS !== 0)) return undefined;
  const values: unknown[] = [];
  const conditions: string[] = [];
  const add = (text: string, value: unknown): void => void conditions.push(`${text} $${values.push(value)}`);
  if (connection !== undefined) add('connection =', connection === NO_CONNECTION ? '' : connection);
  for (const [column, names] of Object.entries({ kind, action, status }))
    if (names !== undefined) conditions.push(`${column} = ANY ($${values.push(names)}::text[])`);
  if (from !== undefined) add('hour >=', from);
  if (to !== undefined) add('hour <', to);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return { text: `SELECT coalesce(sum(kept), 0)::float8 AS count FROM audit.statistics ${where}`, values };
}
