import { Inject, Injectable } from '@nestjs/common';
import type { Filter, Sort } from '@usher/scim';
import type { Pool } from 'pg';
import { INGRESS_POOL } from '../../database.js';
import type { Position } from './cursor.js';
import { FilterToSql } from './filter-to-sql.js';
import { GROUPS_TABLE } from './groups-table.js';
import { Parameters } from './parameters.js';
import { sortKey } from './sort-key.js';
import type { SearchTable } from './table.js';
import { USERS_TABLE } from './users-table.js';

/** What one resource type is searched by. */
export interface SearchPart {
  type: 'User' | 'Group';
  /** Null for all. */
  filter: Filter | null;
  /** Null: in order of creation. */
  sort: Sort | null;
}

export interface SearchPage {
  total: number;
  /** In order; the resources are read by their repositories. */
  hits: Position[];
}

export interface SearchRange {
  descending: boolean;
  count: number;
  /** Rows to skip, or the position after which to begin. */
  from: { skip: number } | { after: Position | null };
}

const TABLES: Readonly<Record<SearchPart['type'], SearchTable>> = { User: USERS_TABLE, Group: GROUPS_TABLE };

/** Searches that no hot statement answers, in SQL: nothing but the page itself leaves the database. */
@Injectable()
export class SearchRepository {
  constructor(@Inject(INGRESS_POOL) private readonly pool: Pool) {}

  async search(connection: string, parts: readonly SearchPart[], range: SearchRange): Promise<SearchPage> {
    const { text, values } = searchStatement(connection, parts, range);
    interface Row {
      total: number;
      type: SearchPart['type'] | null;
      id: string;
      key: string | null;
    }
    const { rows } = await this.pool.query<Row>(text, values);
    const hits = rows.flatMap(({ type, id, key }) => (type === null ? [] : [{ type, id, key }]));
    return { total: rows[0]?.total ?? 0, hits };
  }
}

export function searchStatement(
  connection: string,
  parts: readonly SearchPart[],
  { descending, count, from }: SearchRange,
): { text: string; values: unknown[] } {
  const parameters = new Parameters();
  parameters.add(connection, 'text');
  const hits = parts.map((part) => hitsOf(part, parameters)).join('\n  UNION ALL\n');
  const direction = descending ? 'DESC' : 'ASC';
  // What has no value comes last, or first when descending (RFC 7644 section 3.4.2.3).
  const order = `(key IS NULL) ${direction}, key ${direction}, type ${direction}, id ${direction}`;
  let after = '';
  let skip = '';
  if ('skip' in from) skip = `OFFSET ${parameters.add(from.skip, 'bigint')}`;
  else if (from.after !== null) {
    const { key, type, id } = from.after;
    const position = [
      parameters.add(key === null, 'boolean'),
      `${parameters.add(key ?? '', 'text')} COLLATE "C"`,
      `${parameters.add(type, 'text')} COLLATE "C"`,
      parameters.add(id, 'uuid'),
    ].join(', ');
    after = `WHERE (key IS NULL, coalesce(key, ''), type, id) ${descending ? '<' : '>'} (${position})`;
  }
  const text = `
WITH hit AS MATERIALIZED (
  ${hits}
), page AS (
  SELECT type, id, key, row_number() OVER (ORDER BY ${order}) AS place FROM hit ${after}
  ORDER BY place LIMIT ${parameters.add(count, 'bigint')} ${skip}
)
SELECT (SELECT count(*) FROM hit)::int AS total, page.type, page.id, page.key
FROM (VALUES (1)) AS one LEFT JOIN page ON true ORDER BY page.place`;
  return { text, values: parameters.values };
}

function hitsOf({ type, filter, sort }: SearchPart, parameters: Parameters): string {
  const table = TABLES[type];
  const translate = new FilterToSql(parameters);
  const condition = filter === null ? 'true' : translate.condition(table, filter);
  const key = sort === null ? 'NULL::text' : sortKey(table, sort, translate, parameters);
  const { alias } = table;
  const json = `${alias}_json.a`;
  const parsed = `${condition} ${key}`.includes(json)
    ? `CROSS JOIN LATERAL (SELECT ${alias}.attributes::jsonb AS a OFFSET 0) ${alias}_json`
    : '';
  return `SELECT '${type}'::text COLLATE "C" AS type, ${alias}.id, (${key}) COLLATE "C" AS key
  FROM ${table.from} ${parsed}
  WHERE ${alias}.connection = $1 AND ${condition}`;
}
