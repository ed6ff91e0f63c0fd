import type { Pool } from 'pg';
import { NOBODY } from '../reconcile/directory.js';

export interface GroupView {
  connection: string;
  id: string;
  displayName: string;
  /** Users who are in it by the latest state, in itself or through another group. */
  members: number;
}

/**
 * A group is known by its members. Taken apart by the database, so that the users needn't come here; data that it can't
 * take apart (it has no character U+0000) are left out.
 */
const GROUPS = `
  SELECT s.connection, g.value ->> 'id' AS id, max(g.value ->> 'displayName') AS "displayName", count(*)::int AS members
  FROM (
    SELECT DISTINCT ON (connection, scim_id) connection, deleted, data FROM provisioner.states
    WHERE ($1::text IS NULL OR connection = $1) AND connection <> '${NOBODY}'
    ORDER BY connection, scim_id, revision DESC) s
  CROSS JOIN LATERAL json_array_elements(
    CASE WHEN s.data LIKE '%"groups":[{%' AND s.data NOT LIKE '%\\u0000%' THEN s.data::json -> 'user' -> 'groups' END
  ) AS g (value)
  WHERE NOT s.deleted
  GROUP BY 1, 2 ORDER BY lower(max(g.value ->> 'displayName')), 1, 2`;

/** What the console and the rules for roles need to know of the directory. */
export class GroupsQueries {
  constructor(private readonly pool: Pool) {}

  async groups(connection?: string): Promise<GroupView[]> {
    return (await this.pool.query<GroupView>(GROUPS, [connection])).rows;
  }
}
