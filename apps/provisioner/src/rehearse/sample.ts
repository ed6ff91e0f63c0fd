import type { UserEventData, WantedUser } from '@usher/events';
import type { Pool } from 'pg';

/** Users from each end of a connection. */
const PIECE = 100;
const MOST_CONNECTIONS = 10;

const piece = (order: 'ASC' | 'DESC'): string => `
  SELECT DISTINCT ON (scim_id) data FROM provisioner.states WHERE connection = c.connection
  ORDER BY scim_id ${order}, revision DESC LIMIT ${PIECE}`;

/** By hops along the primary key: ids grow with time, so these are the oldest and the newest users. */
const SAMPLE = `
  SELECT s.data FROM unnest($1::text[]) AS c (connection)
  CROSS JOIN LATERAL ((${piece('DESC')}) UNION ALL (${piece('ASC')})) s`;

/** Some users as they were last told of, to see what users have. */
export class SampleQueries {
  constructor(private readonly pool: Pool) {}

  /** Without those that are deleted, each once. */
  async users(connections: readonly string[]): Promise<WantedUser[]> {
    const { rows } = await this.pool.query<{ data: string }>(SAMPLE, [connections.slice(0, MOST_CONNECTIONS)]);
    const users = rows.map(({ data }) => (JSON.parse(data) as UserEventData).user).filter(({ deleted }) => !deleted);
    return [...new Map(users.map((user) => [user.id, user])).values()];
  }
}
