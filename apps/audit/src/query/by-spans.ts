import type { Position } from './cursor.js';
import type { FacetGroup } from './facet-reader.js';
import { endsOf, estimating, inSpan, type PageOptions } from './page-statements.js';
import type { Run } from './reading.js';
import type { Hit, Row } from './rows.js';

const HOUR_MS = 3_600_000;
const FIRST_MS = 6 * HOUR_MS;
const GROWTH = 3;

export interface Effort {
  /** So many entries are read and sorted for one page. */
  sorted: number;
  /** So many are looked at in their order before that is given up. */
  lookedAt: number;
}

type Found = Row | Record<keyof Row, null>;
type Looked = Found & { seen: number };
const isFound = (row: Found): row is Row => row.id !== null;

interface Search {
  run: Run;
  options: PageOptions;
  /** Rows that may still be looked at. */
  budget: number;
}

/**
 * A page of many entries, sorted by a column of few values, without reading and sorting all of them: the values are gone
 * through in their order, each in ever longer spans of time, until the page is full.
 *
 * @param groups the facets of each value, in the order of the page
 * @returns null when there are few entries, or what is asked for is so rare among the first values that reading and sorting
 *   all of it costs less
 */
export async function bySpans(
  run: Run,
  options: PageOptions,
  groups: readonly FacetGroup[],
  effort: Effort,
): Promise<Hit[] | null> {
  if ((await estimateOf(run, options)) <= effort.sorted) return null;
  const search: Search = { run, options, budget: effort.lookedAt };
  const { after, limit } = options;
  const begun = after === undefined ? -1 : groups.findIndex(({ value }) => value === after.value);
  const hits: Hit[] = [];
  for (const [place, group] of groups.entries()) {
    if (place < begun) continue;
    hits.push(...(await ofGroup(search, group, limit - hits.length, place === begun ? after : undefined)));
    if (hits.length === limit) return hits;
    if (search.budget < 0) return null;
  }
  return hits;
}

async function ofGroup(search: Search, { ids, value }: FacetGroup, limit: number, after?: Position): Promise<Hit[]> {
  const { run } = search;
  const options: PageOptions = { ...search.options, facets: ids, limit, after };
  const [ends] = await run<{ first: Date | null; last: Date | null }>(endsOf(options));
  if (!ends?.first || !ends.last) return [];
  const hits: Hit[] = [];
  for (const span of spans(ends.first, ends.last, options.order)) {
    const rows = await run<Looked>(inSpan({ ...options, limit: limit - hits.length }, span));
    search.budget -= rows[0]?.seen ?? 0;
    for (const { seen: _seen, ...row } of rows) if (isFound(row)) hits.push({ row, value });
    if (hits.length === limit || search.budget < 0) break;
  }
  return hits;
}

/** From the newest back, or from the oldest on, with `from` in and `to` not. */
function* spans(first: Date, last: Date, order: 'asc' | 'desc'): Generator<{ from: Date; to: Date }> {
  const [begin, end] = [first.getTime(), last.getTime() + 1];
  for (let done = 0, length = FIRST_MS; done < end - begin; done += length, length *= GROWTH) {
    const [from, to] = order === 'asc' ? [begin + done, begin + done + length] : [end - done - length, end - done];
    yield { from: new Date(Math.max(from, begin)), to: new Date(Math.min(to, end)) };
  }
}

/** How many entries fit, as the planner thinks. */
async function estimateOf(run: Run, options: PageOptions): Promise<number> {
  const [row] = await run<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(estimating(options));
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
}
