import type { AttributePath } from '@usher/scim';

/** A column that holds an attribute besides the JSON, with an index for most. */
export interface Column {
  sql: string;
  /** `folded`: as of `fold`; `id`: a uuid, whose text counts. */
  kind: 'exact' | 'folded' | 'time' | 'id';
}

/** How one resource type lies in the database. The statement names its row by `alias`. */
export interface SearchTable {
  type: 'User' | 'Group';
  /** `ingress.users u` */
  from: string;
  alias: string;
  /** The attributes as jsonb: made once for each row. */
  attributes: string;
  column(path: AttributePath): Column | undefined;
  /** An attribute that isn't among the stored ones, as jsonb. */
  derived(name: string): string | undefined;
  /** An index for "one of the values of that attribute is": a condition that is exact, or undefined. */
  holds(path: AttributePath, value: string, parameter: (value: string) => string): string | undefined;
}

/** As `meta` shows it. */
export const timeText = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export function metaOf(alias: string, type: string): string {
  return `jsonb_build_object('resourceType', '${type}', 'created', ${timeText(`${alias}.created`)},
    'lastModified', ${timeText(`${alias}.modified`)}, 'version', 'W/"' || ${alias}.revision || '"',
    'location', '/${type}s/' || ${alias}.id)`;
}

/** The URNs of the resource: extensions are stored under theirs. */
export function schemasOf(alias: string, core: string): string {
  return `(SELECT jsonb_build_array('${core}') || coalesce(jsonb_agg(key), '[]')
    FROM jsonb_object_keys(${alias}_json.a) key WHERE key LIKE 'urn:%')`;
}

export function commonColumn(alias: string, { schema, name, sub }: AttributePath): Column | undefined {
  if (schema !== null) return undefined;
  if (sub === null && name === 'id') return { sql: `${alias}.id`, kind: 'id' };
  if (sub === null && name === 'externalId') return { sql: `${alias}.external_id`, kind: 'exact' };
  if (name === 'meta' && sub === 'created') return { sql: `${alias}.created`, kind: 'time' };
  if (name === 'meta' && sub === 'lastModified') return { sql: `${alias}.modified`, kind: 'time' };
  return undefined;
}
