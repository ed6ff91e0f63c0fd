import type { Position } from './cursor.js';
import { type Bind, type EntryFilter, otherConditions } from './filter.js';
import { type Order, SORT_COLUMNS, type SortColumn } from './sort.js';

export interface Statement {
  text: string;
  values: unknown[];
}

/** Names of the columns as {@link LedgerEntry} has them. */
export const COLUMNS = `e.id, e.occurred_at AS "occurredAt", e.connection, e.kind, e.action, e.status,
  e.user_name AS "userName", e.email, e.login, e.resource_id AS "resourceId", e.external_id AS "externalId",
  host(e.source_ip) AS "sourceIp", e.actor, e.target, e.target_id AS "targetId", e.detail, e.code,
  e.trace_id AS "traceId", e.changes, e.execution, e.revision::float8 AS revision, e.cause_id AS "causeId",
  e.position::float8 AS position, e.chain, e.seq::float8 AS seq, e.erased_by AS "erasedBy"`;

/** Which part of a sorted list: nulls are last in either order, which no index is. */
export type Part = 'values' | 'nulls';

/** Makes the index of words the choice up to about one entry in fifty of a large month. */
const WANTED = 2000;

export interface PageOptions {
  filter: EntryFilter;
  /** Facets that the entries may have; null: any. */
  facets: readonly number[] | null;
  order: Order;
  limit: number;
  after?: Position | undefined;
}

/** A page in the order of the time. */
export function byTime(options: PageOptions): Statement {
  return statement((bind) => listed(options, bind, options.limit));
}

/**
 * The same for a word, of which the planner knows how often it is, but not when. It is told that many are wanted, so that
 * it goes through all entries for a really common word only; no more are read than the page takes.
 */
export function byWord(options: PageOptions): Statement {
  return statement((bind) => {
    const found = listed(options, bind, WANTED);
    return `WITH found AS MATERIALIZED (${found}) SELECT * FROM found LIMIT ${bind(options.limit)}`;
  });
}

function listed(options: PageOptions, bind: Bind, limit: number): string {
  const conditions = [...conditionsOf(options, bind), ...behind(options, bind)];
  return `SELECT ${COLUMNS} FROM audit.entries e ${where(conditions)} ${timeOrder(options.order)} LIMIT ${bind(limit)}`;
}

/** A page of one part of the list sorted by a column. `sortValue` is for the cursor. */
export function byColumn(options: PageOptions, sort: SortColumn, part: Part): Statement {
  const { order, after, limit } = options;
  const column = SORT_COLUMNS[sort];
  return statement((bind) => {
    const conditions = conditionsOf(options, bind);
    conditions.push(part === 'nulls' ? `${column} IS NULL` : `${column} IS NOT NULL`);
    if (part === 'nulls') conditions.push(...behind(options, bind));
    else if (after !== undefined) {
      const value = bind(after.value) + (sort === 'sourceIp' ? '::inet' : '::text');
      conditions.push(`(${column}, occurred_at, id) ${beyond(order)} (${value}, ${place(after, bind)})`);
    }
    const [first = ''] = [sort === 'sourceIp' ? 'host(source_ip)' : column];
    return `SELECT ${COLUMNS}, ${first} AS "sortValue" FROM audit.entries e ${where(conditions)}
      ORDER BY ${column} ${order}, occurred_at ${order}, id ${order} LIMIT ${bind(limit)}`;
  });
}

/** What is searched one by one, each by an index that ends in the time: the first of each are merged. */
export interface Keys {
  facets?: readonly number[];
  addresses?: readonly string[];
  /** Place of each key in the list, where the list isn't by the time alone. */
  ranks?: readonly number[];
}

/** A page from the newest (or oldest) entries of each key. However far back they are, no others are read. */
export function byKeys(options: PageOptions, { facets, addresses, ranks }: Keys): Statement {
  const { order, limit } = options;
  return statement((bind) => {
    const length = facets?.length ?? addresses?.length ?? 0;
    const none = Array.from({ length }, () => null);
    const arrays = [
      `${bind(facets ?? none)}::int[]`,
      `${bind(addresses ?? none)}::inet[]`,
      `${bind(ranks ?? none.map(() => 0))}::int[]`,
    ];
    const conditions = [...otherConditions(withoutAddress(options.filter, addresses), bind), ...behind(options, bind)];
    if (facets !== undefined) conditions.push('facet = key.facet');
    if (addresses !== undefined) conditions.push('source_ip = key.address');
    const most = bind(limit);
    const byRank = (table: string): string =>
      `ORDER BY ${table}.rank, ${table}.occurred_at ${order}, ${table}.id ${order}`;
    return `
      WITH page AS MATERIALIZED (
        SELECT key.rank, hit.id, hit.occurred_at
        FROM unnest(${arrays.join(', ')}) AS key (facet, address, rank)
        CROSS JOIN LATERAL (
          SELECT id, occurred_at FROM audit.entries ${where(conditions)} ${timeOrder(order)} LIMIT ${most}) hit
        ORDER BY key.rank, hit.occurred_at ${order}, hit.id ${order} LIMIT ${most})
      SELECT ${COLUMNS}, page.rank
      FROM page CROSS JOIN LATERAL (
        SELECT * FROM audit.entries WHERE id = page.id AND occurred_at = page.occurred_at LIMIT 1) e
      ${byRank('page')}`;
  });
}

/** The addresses of a network that there are, so many at most. They are looked up one after another, not all entries. */
export function addressesIn(network: string, most: number): Statement {
  return statement((bind) => {
    const asked = `network(${bind(network)}::inet)`;
    const last = `set_masklen(broadcast(${asked}), CASE family(${asked}) WHEN 4 THEN 32 ELSE 128 END)`;
    return `
      WITH RECURSIVE seen AS (
        (SELECT source_ip FROM audit.entries WHERE source_ip >= ${asked} AND source_ip <= ${last}
         ORDER BY source_ip LIMIT 1)
        UNION ALL
        SELECT (SELECT e.source_ip FROM audit.entries e WHERE e.source_ip > seen.source_ip AND e.source_ip <= ${last}
                ORDER BY e.source_ip LIMIT 1)
        FROM seen WHERE seen.source_ip IS NOT NULL
      )
      SELECT host(source_ip) AS address FROM seen WHERE source_ip IS NOT NULL LIMIT ${bind(most)}`;
  });
}

/** How many rows a search finds, as the planner thinks: by EXPLAIN, which runs nothing. */
export function estimating(options: PageOptions): Statement {
  return statement((bind) => {
    const conditions = [...conditionsOf(options, bind), ...behind(options, bind)];
    return `EXPLAIN (FORMAT JSON) SELECT FROM audit.entries ${where(conditions)}`;
  });
}

/** When the first and the last entry of the facets were, whatever else is asked for than the time. */
export function endsOf(options: PageOptions): Statement {
  const { from, to } = options.filter;
  return statement((bind) => {
    const conditions = ['facet = key.facet', ...otherConditions({ from, to }, bind), ...behind(options, bind)];
    const end = (order: Order): string =>
      `(SELECT occurred_at AS at FROM audit.entries ${where(conditions)} ORDER BY occurred_at ${order} LIMIT 1)`;
    return `SELECT min(ends.at) AS first, max(ends.at) AS last
      FROM unnest(${bind(options.facets)}::int[]) AS key (facet)
      CROSS JOIN LATERAL (${end('asc')} UNION ALL ${end('desc')}) ends`;
  });
}

/**
 * The page of the facets' entries of a span of time, each of which is looked at, however few have what is asked for: `seen`
 * is how many they are. Where none has it, one row without an entry tells that.
 */
export function inSpan(options: PageOptions, span: { from: Date; to: Date }): Statement {
  const { order, limit } = options;
  return statement((bind) => {
    const asked = otherConditions(options.filter, bind);
    const looked = [
      `facet = ANY (${bind(options.facets)}::int[])`,
      ...[`occurred_at >= ${bind(span.from)}`, `occurred_at < ${bind(span.to)}`],
      ...behind(options, bind),
    ];
    return `
      WITH looked AS MATERIALIZED (
        SELECT id, occurred_at, ${asked.join(' AND ') || 'true'} AS fits FROM audit.entries ${where(looked)}),
      page AS (SELECT id, occurred_at FROM looked WHERE fits ${timeOrder(order)} LIMIT ${bind(limit)})
      SELECT counted.seen, ${COLUMNS}
      FROM (SELECT count(*)::int AS seen FROM looked) counted
      LEFT JOIN (page CROSS JOIN LATERAL (
        SELECT * FROM audit.entries WHERE id = page.id AND occurred_at = page.occurred_at LIMIT 1) e) ON true
      ORDER BY e.occurred_at ${order}, e.id ${order}`;
  });
}

/** How many entries there are; counts no further than `most`. */
export function counting(filter: EntryFilter, facets: readonly number[] | null, most: number): Statement {
  return statement((bind) => {
    const conditions = conditionsOf({ filter, facets }, bind);
    return `SELECT count(*)::int AS count FROM (
      SELECT FROM audit.entries ${where(conditions)} LIMIT ${bind(most)}) counted`;
  });
}

function conditionsOf({ filter, facets }: Pick<PageOptions, 'filter' | 'facets'>, bind: Bind): string[] {
  const conditions = otherConditions(filter, bind);
  if (facets !== null) conditions.push(`facet = ANY (${bind(facets)}::int[])`);
  return conditions;
}

function behind({ after, order }: PageOptions, bind: Bind): string[] {
  if (after === undefined) return [];
  const at = bind(after.occurredAt);
  // The first is implied; by it months are left out.
  return [
    `occurred_at ${beyond(order)}= ${at}`,
    `(occurred_at, id) ${beyond(order)} (${at}::timestamptz, ${bind(after.id)}::uuid)`,
  ];
}

function place(after: Position, bind: Bind): string {
  return `${bind(after.occurredAt)}::timestamptz, ${bind(after.id)}::uuid`;
}

const beyond = (order: Order): string => (order === 'desc' ? '<' : '>');
const timeOrder = (order: Order): string => `ORDER BY occurred_at ${order}, id ${order}`;
const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;

function withoutAddress(filter: EntryFilter, addresses: readonly string[] | undefined): EntryFilter {
  return addresses === undefined ? filter : { ...filter, sourceIp: undefined };
}

function statement(write: (bind: Bind) => string): Statement {
  const values: unknown[] = [];
  return { text: write((value) => `$${values.push(value)}`), values };
}
