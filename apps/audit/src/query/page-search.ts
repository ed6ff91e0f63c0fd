import { Injectable } from '@nestjs/common';
import { bySpans, type Effort } from './by-spans.js';
import type { Position } from './cursor.js';
import type { EntriesQuery } from './entries-query.js';
import { type FacetGroup, FacetReader } from './facet-reader.js';
import { type EntryFilter, facetConditions } from './filter.js';
import { PARTITIONS, spansOf } from './months.js';
import {
  addressesIn,
  byColumn,
  byKeys,
  byTime,
  byWord,
  type Keys,
  type PageOptions,
  type Part,
} from './page-statements.js';
import type { Run } from './reading.js';
import type { Hit, Row } from './rows.js';
import { isFacetSort, type SortColumn } from './sort.js';

/** More indexes than this aren't searched one by one. */
const MOST_KEYS = 1000;
const MOST_ADDRESSES = 200;
/** Keys of one statement where the rest may not be needed. */
const KEYS_AT_ONCE = 200;

/**
 * Finds a page by the way that reads least. A name, an id or a word is left to the planner, which knows how often it is.
 * Columns of few values are searched by their facets, one by one: each has its entries in the order of time, so that it
 * doesn't matter how long ago the last of them was. Where a common word is sorted by such a column, its values are gone
 * through one after another ({@link bySpans}).
 */
@Injectable()
export class PageSearch {
  /** Of searches for a word that are sorted by anything but the time. */
  readonly effort: Effort = { sorted: 50_000, lookedAt: 300_000 };

  constructor(private readonly facets: FacetReader) {}

  /** The facets that a filter means; null: it names none. */
  async facetsOf(filter: EntryFilter): Promise<number[] | null> {
    return namesFacets(filter) ? this.facets.ids(filter) : null;
  }

  /** `facets` as {@link facetsOf} answers. */
  async find(run: Run, query: EntriesQuery, facets: number[] | null): Promise<Hit[]> {
    if (facets?.length === 0) return [];
    const { sort, order, cursor: after } = query;
    const options: PageOptions = { filter: query, facets, order, limit: query.limit + 1, after };
    if (sort === 'occurredAt') return this.byTime(run, options);
    if (!isFacetSort(sort) || namesOne(query)) return this.byColumn(run, options, sort);
    const groups = inOrder(await this.facets.groups(run, query, sort), order);
    if (!isNarrow(query)) return this.byFacets(run, options, groups);
    return (await bySpans(run, options, groups, this.effort)) ?? this.byColumn(run, options, sort);
  }

  private async byTime(run: Run, options: PageOptions): Promise<Hit[]> {
    if (isOfWords(options.filter)) return this.byMonths(run, options);
    const keys = isNarrow(options.filter) ? undefined : await this.keysOf(run, options);
    if (keys === undefined) return (await run<Row>(byTime(options))).map((row) => ({ row, value: null }));
    const rows = await run<Row & { rank: number }>(byKeys(options, keys));
    return rows.map(({ rank: _rank, ...row }) => ({ row, value: null }));
  }

  private async byMonths(run: Run, options: PageOptions): Promise<Hit[]> {
    const partitions = (await run<{ name: string }>(PARTITIONS)).map(({ name }) => name);
    const hits: Hit[] = [];
    for (const span of spansOf(partitions, options.filter, options.order, options.after?.occurredAt)) {
      const limit = options.limit - hits.length;
      const rows = await run<Row>(byWord({ ...options, filter: { ...options.filter, ...span }, limit }));
      hits.push(...rows.map((row) => ({ row, value: null })));
      if (hits.length === options.limit) break;
    }
    return hits;
  }

  /** Undefined: there are too many, or none is named. */
  private async keysOf(run: Run, { filter, facets }: PageOptions): Promise<Keys | undefined> {
    const addresses = await addressesOf(run, filter);
    if (facets === null) return addresses && { addresses };
    if (facets.length * Math.max(addresses?.length ?? 1, 1) > MOST_KEYS) return undefined;
    if (addresses === undefined) return { facets };
    const pairs = addresses.flatMap((address) => facets.map((facet) => ({ facet, address })));
    return { facets: pairs.map(({ facet }) => facet), addresses: pairs.map(({ address }) => address) };
  }

  private async byColumn(run: Run, options: PageOptions, sort: SortColumn): Promise<Hit[]> {
    const part = async (name: Part, given: PageOptions): Promise<Hit[]> => {
      const rows = await run<Row & { sortValue: string | null }>(byColumn(given, sort, name));
      return rows.map(({ sortValue, ...row }) => ({ row, value: sortValue }));
    };
    const { after, limit } = options;
    const hits = after?.value === null ? [] : await part('values', options);
    if (hits.length === limit) return hits;
    const rest = { ...options, limit: limit - hits.length, after: after?.value === null ? after : undefined };
    return [...hits, ...(await part('nulls', rest))];
  }

  private async byFacets(run: Run, options: PageOptions, groups: readonly FacetGroup[]): Promise<Hit[]> {
    const hits: Hit[] = [];
    for (const { chunk, after } of chunksOf(groups, options.after)) {
      const facets = chunk.flatMap(({ ids }) => ids);
      const ranks = chunk.flatMap(({ ids }, rank) => ids.map(() => rank));
      const limit = options.limit - hits.length;
      const rows = await run<Row & { rank: number }>(byKeys({ ...options, limit, after }, { facets, ranks }));
      hits.push(...rows.map(({ rank, ...row }) => ({ row, value: chunk[rank]?.value ?? null })));
      if (hits.length === options.limit) break;
    }
    return hits;
  }
}

/** Few entries have what is asked for, or only the planner knows how many. */
function isNarrow(filter: EntryFilter): boolean {
  return namesOne(filter) || filter.code !== undefined || filter.q !== undefined;
}

/** Of these it is open how many there are, and when. */
function isOfWords(filter: EntryFilter): boolean {
  return isNarrow(filter) && !namesOne(filter);
}

/** A user, group or request, of which there are few entries. */
function namesOne({ userName, email, login, resourceId, traceId }: EntryFilter): boolean {
  return [userName, email, login, resourceId, traceId].some((value) => value !== undefined);
}

function namesFacets(filter: EntryFilter): boolean {
  return facetConditions(filter, () => '').length > 0;
}

/** Undefined: none is named, or there are too many to be looked up one by one. */
async function addressesOf(run: Run, { sourceIp }: EntryFilter): Promise<string[] | undefined> {
  if (sourceIp?.includes('/') !== true) return undefined;
  const rows = await run<{ address: string }>(addressesIn(sourceIp, MOST_ADDRESSES + 1));
  return rows.length > MOST_ADDRESSES ? undefined : rows.map(({ address }) => address);
}

/** From ascending to what is asked for; nulls stay last. */
function inOrder(groups: readonly FacetGroup[], order: 'asc' | 'desc'): FacetGroup[] {
  if (order === 'asc') return [...groups];
  const valued = groups.filter(({ value }) => value !== null).reverse();
  return [...valued, ...groups.filter(({ value }) => value === null)];
}

/** The group of the cursor by itself, as only there something is left out; then as many as one statement may search. */
function* chunksOf(
  groups: readonly FacetGroup[],
  cursor: Position | undefined,
): Generator<{ chunk: FacetGroup[]; after?: Position }> {
  const begun = cursor === undefined ? -1 : groups.findIndex(({ value }) => value === cursor.value);
  const current = groups[begun];
  if (cursor !== undefined && current !== undefined) yield { chunk: [current], after: cursor };
  let chunk: FacetGroup[] = [];
  for (const group of groups.slice(begun + 1)) {
    chunk.push(group);
    if (chunk.reduce((sum, { ids }) => sum + ids.length, 0) < KEYS_AT_ONCE) continue;
    yield { chunk };
    chunk = [];
  }
  if (chunk.length > 0) yield { chunk };
}
