import type { Parameters } from '../search/parameters.js';

export const USER_SORTS = ['userName', 'created', 'lastModified'] as const;
export type UserSort = (typeof USER_SORTS)[number];

/** Where a page begins: after the row with that key and id. */
export interface After {
  key: string;
  id: string;
}

export interface UserSearch {
  /** Id of a connection; undefined: all of them. */
  connection?: string | undefined;
  /** Folded; a part of what a user is found by. */
  text?: string | undefined;
  active?: boolean | undefined;
  /** Who was deleted, instead of who is there. */
  deleted: boolean;
  sort: UserSort;
  descending: boolean;
  after: After | null;
  limit: number;
}

export interface GroupSearch {
  connection?: string | undefined;
  /** Folded; a part of the displayName, or the externalId. */
  text?: string | undefined;
  after: After | null;
  limit: number;
}

/** Ids grow with time, so that the order of creation is the order of ids. */
const KEYS: Readonly<Record<UserSort, { sql: string; type: 'text' | 'uuid' | 'timestamptz' }>> = {
  userName: { sql: 'u.user_name_key', type: 'text' },
  created: { sql: 'u.id', type: 'uuid' },
  lastModified: { sql: 'u.modified', type: 'timestamptz' },
};

const shown = (alias: string): string =>
  ['connection', 'id', 'revision', 'attributes', 'created', 'modified'].map((name) => `${alias}.${name}`).join(', ');

/** `%` and `_` stand for nothing but themselves. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * A page of each connection by its index, of which the first rows of all make the page: a connection with a hundred
 * thousand users costs what a small one does.
 */
export function usersStatement(search: UserSearch, parameters: Parameters): string {
  const { sql: key, type } = KEYS[search.sort];
  const direction = search.descending ? 'DESC' : 'ASC';
  const conditions = ['u.connection = c.id'];
  if (search.text !== undefined) conditions.push(`u.search LIKE ${parameters.add(containing(search.text), 'text')}`);
  if (search.active !== undefined && !search.deleted) conditions.push(search.active ? 'u.active' : 'NOT u.active');
  if (search.after !== null) {
    const { key: from, id } = search.after;
    const position = `(${parameters.add(from, type)}, ${parameters.add(id, 'uuid')})`;
    conditions.push(`(${key}, u.id) ${search.descending ? '<' : '>'} ${position}`);
  }
  const limit = parameters.add(search.limit, 'bigint');
  const order = search.sort === 'created' ? `u.id ${direction}` : `${key} ${direction}, u.id ${direction}`;
  return `
SELECT ${shown('page')}, page.key::text AS key
FROM ${connections(search.connection, parameters)} CROSS JOIN LATERAL (
  SELECT ${shown('u')}, ${key} AS key FROM ingress.${search.deleted ? 'deleted_users' : 'users'} u
  WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${limit}
) page
ORDER BY page.key ${direction}, page.id ${direction} LIMIT ${limit}`;
}

export function groupsStatement(search: GroupSearch, parameters: Parameters): string {
  const conditions = ['g.connection = c.id'];
  if (search.text !== undefined) {
    const part = parameters.add(containing(search.text), 'text');
    conditions.push(`(g.display_key LIKE ${part} OR lower(g.external_id) LIKE ${part})`);
  }
  if (search.after !== null) {
    const { key, id } = search.after;
    conditions.push(`(g.display_key, g.id) > (${parameters.add(key, 'text')}, ${parameters.add(id, 'uuid')})`);
  }
  const limit = parameters.add(search.limit, 'bigint');
  return `
SELECT page.*, (
  SELECT count(*)::int FROM ingress.members m WHERE m.connection = page.connection AND m.group_id = page.id
) AS members
FROM (
  SELECT page.* FROM ${connections(search.connection, parameters)} CROSS JOIN LATERAL (
    SELECT g.connection, g.id, g.revision, g.display_name, g.external_id, g.created, g.modified, g.display_key AS key
    FROM ingress.groups g WHERE ${conditions.join(' AND ')} ORDER BY g.display_key, g.id LIMIT ${limit}
  ) page ORDER BY page.key, page.id LIMIT ${limit}
) page
ORDER BY page.key, page.id`;
}

function connections(id: string | undefined, parameters: Parameters): string {
  const condition = id === undefined ? '' : ` WHERE id = ${parameters.add(id, 'text')}`;
  return `(SELECT id FROM ingress.connections${condition}) c`;
}

/** Id: the user as it is wanted, or as it was when it was deleted. No password is read. */
export const USER_BY_ID = `
SELECT u.connection, u.id, u.revision, u.attributes, u.groups, u.created, u.modified, false AS deleted
FROM ingress.connections c JOIN ingress.users u ON u.connection = c.id AND u.id = $1
UNION ALL
SELECT d.connection, d.id, d.revision, d.attributes, NULL, d.created, d.modified, true
FROM ingress.connections c JOIN ingress.deleted_users d ON d.connection = c.id AND d.id = $1`;

/** Id. */
export const GROUP_BY_ID = `
SELECT g.connection, g.id, g.revision, g.display_name, g.external_id, g.attributes, g.created, g.modified,
  (SELECT count(*)::int FROM ingress.members m WHERE m.connection = g.connection AND m.group_id = g.id) AS members
FROM ingress.connections c JOIN ingress.groups g ON g.connection = c.id AND g.id = $1`;

/** Connection, group, value after which to begin, limit: who is in it, with the names that they have. */
export const MEMBERS_PAGE = `
SELECT m.value, m.kind, u.attributes, g.display_name
FROM (
  SELECT value, kind, connection FROM ingress.members
  WHERE connection = $1 AND group_id = $2 AND value > $3 ORDER BY value LIMIT $4
) m
LEFT JOIN ingress.users u ON m.kind = 'U' AND u.connection = m.connection
  AND u.id = CASE WHEN m.kind = 'U' THEN m.value::uuid END
LEFT JOIN ingress.groups g ON m.kind = 'G' AND g.connection = m.connection
  AND g.id = CASE WHEN m.kind = 'G' THEN m.value::uuid END
ORDER BY m.value`;

/** Days. */
export const PRUNE_DELETED = `DELETE FROM ingress.deleted_users WHERE modified < now() - make_interval(days => $1)`;
