import type { Pool, PoolClient } from 'pg';
import { TOMBSTONE_ACTIONS } from '../chain/tombstone.js';
import type { AuditEntry } from '../record/entry.js';
import type { Condition } from '../removal/marked.js';
import { distinctNames, namesIn } from './names.js';

/** Whom an erasure is about; one of the two is given. */
export interface PersonQuery {
  connection: string;
  resourceId?: string;
  userName?: string;
}

export interface Person {
  connection: string;
  /** Null for somebody whom the audit knows by the user name only. */
  resourceId: string | null;
  /** Everything that the entries call the person. */
  names: string[];
  userName: string | null;
}

export type PersonFound = { found: 'one'; person: Person } | { found: 'none' } | { found: 'several'; ids: string[] };

/** A user name may have been several persons': which one is meant must be said by SCIM id then. */
export async function findPerson(client: Pool | PoolClient, query: PersonQuery): Promise<PersonFound> {
  const { connection, userName } = query;
  let resourceId = query.resourceId ?? null;
  if (resourceId === null) {
    const text = `
      SELECT DISTINCT resource_id AS id FROM audit.entries
      WHERE connection = $1 AND lower(user_name) COLLATE "C" = lower($2) AND resource_id <> '' LIMIT 20`;
    const { rows } = await client.query<{ id: string }>(text, [connection, userName]);
    if (rows.length > 1) return { found: 'several', ids: rows.map(({ id }) => id).sort() };
    resourceId = rows[0]?.id ?? null;
  }
  const names = await namesOf(client, ownEntries({ connection, resourceId, names: [], userName: userName ?? null }));
  if (names === undefined) return { found: 'none' };
  const known = distinctNames([...names, ...(userName === undefined ? [] : [userName])]);
  return { found: 'one', person: { connection, resourceId, names: known, userName: userName ?? null } };
}

/** The person's own entries; those of a group that has the id are the group's. */
export function ownEntries({ connection, resourceId, userName }: Person): Condition {
  const noGroup = `e.action NOT LIKE 'group.%' AND e.action NOT LIKE 'audit.%'`;
  if (resourceId !== null)
    return { sql: `e.connection = $1 AND e.resource_id = $2 AND ${noGroup}`, values: [connection, resourceId] };
  const sql = `e.connection = $1 AND coalesce(e.resource_id, '') = ''
    AND lower(e.user_name) COLLATE "C" = lower($2) AND ${noGroup}`;
  return { sql, values: [connection, userName] };
}

/**
 * Entries that may name the person: groups with the person as a member, acts of operators, others' attributes. Those of no
 * connection as well, since an operator's act may concern none.
 */
export function mentions({ connection, resourceId, names }: Person): Condition {
  const all = [...names, ...(resourceId === null ? [] : [resourceId])];
  // Both in small letters: the database's are others than JavaScript's for some letters.
  const patterns = [...new Set(all.flatMap((name) => [name, name.toLowerCase()]))];
  const quoted = patterns.map((name) => JSON.stringify(name).slice(1, -1));
  const like = (texts: string[]): string[] => texts.map((text) => `%${text.replace(/[\\%_]/g, '\\$&')}%`);
  const anyOf = (list: string): string => `LIKE ANY (ARRAY(SELECT lower(name) FROM unnest(${list}::text[]) AS name))`;
  return {
    // A tombstone names nobody, and must stay as it is: a gap depends on it.
    sql: `(e.connection = $1 OR e.connection IS NULL) AND e.action <> ALL ($4::text[]) AND (e.search ${anyOf('$2')}
      OR lower(e.changes::text) ${anyOf('$3')} OR lower(e.execution::text) ${anyOf('$3')})`,
    values: [connection, like(patterns), like(quoted), TOMBSTONE_ACTIONS],
  };
}

async function namesOf(client: Pool | PoolClient, own: Condition): Promise<string[] | undefined> {
  const text = `
    SELECT DISTINCT user_name AS "userName", email, login, external_id AS "externalId", changes::text AS changes
    FROM audit.entries e WHERE ${own.sql}`;
  const { rows } = await client.query<
    Record<'userName' | 'email' | 'login' | 'externalId', string | null> & { changes: string }
  >(text, [...own.values]);
  if (rows.length === 0) return undefined;
  return rows.flatMap((row) => namesIn({ ...row, changes: JSON.parse(row.changes) as AuditEntry['changes'] }));
}
