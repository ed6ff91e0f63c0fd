import type { UserEventData } from '@usher/events';
import type { Link, LinkStatus } from '@usher/provisioning';
import type { Pool } from 'pg';
import { linkFrom } from '../links/link-row.js';
import { NOBODY } from '../reconcile/directory.js';

/** A state of a user as it was told of. */
export interface PastState {
  connection: string;
  scimId: string;
  revision: number;
  eventId: string;
  type: string;
  userName: string;
  data: UserEventData;
  receivedAt: Date;
}

/** What came before the first event of a user in a time: the state that was kept, and what is known in the site now. */
export interface Beginning {
  state: PastState | null;
  link: Link | null;
}

export type HistoryPlace = Pick<PastState, 'connection' | 'scimId' | 'revision'>;

interface StateRow {
  connection: string;
  scim_id: string;
  revision: string;
  event_id: string;
  type: string;
  user_name: string;
  data: string;
  received_at: Date;
}
type BeginningRow = Omit<StateRow, 'data'> & {
  first_scim_id: string;
  data: string | null;
  wordpress_id: string | null;
  login: string | null;
  link_revision: string | null;
  cause_id: string | null;
  status: LinkStatus | null;
  fields: string | null;
  state_hash: string | null;
};

/** By the primary key: one pass over the table, whatever the number of pages. */
const PAGE = `
  SELECT connection, scim_id, revision, event_id, type, user_name, data, received_at
  FROM provisioner.states
  WHERE (connection, scim_id, revision) > ($1, $2, $3::bigint) AND ($4::text = '*' OR connection = $4)
    AND connection <> '${NOBODY}' AND received_at >= $5 AND received_at < $6
  ORDER BY connection, scim_id, revision LIMIT $7`;

const BEGINNINGS = `
  SELECT e.scim_id AS first_scim_id, p.*, l.wordpress_id, l.login, l.revision AS link_revision, l.cause_id, l.status,
    l.fields, l.state_hash
  FROM unnest($2::text[], $3::text[], $4::bigint[]) AS e (connection, scim_id, revision)
  LEFT JOIN LATERAL (
    SELECT s.connection, s.scim_id, s.revision, s.event_id, s.type, s.user_name, s.data, s.received_at
    FROM provisioner.states s
    WHERE s.connection = e.connection AND s.scim_id = e.scim_id AND s.revision < e.revision
    ORDER BY s.revision DESC LIMIT 1) p ON true
  LEFT JOIN provisioner.links l ON l.target_id = $1 AND l.scim_id = e.scim_id`;

/** The states of all users that are still kept. */
export class History {
  constructor(private readonly pool: Pool) {}

  /** User by user, each one's events in their order. */
  async page(
    connection: string,
    from: Date,
    to: Date,
    after: HistoryPlace | null,
    limit: number,
  ): Promise<PastState[]> {
    const start = after ?? { connection: connection === '*' ? '' : connection, scimId: '', revision: 0 };
    const values = [start.connection, start.scimId, start.revision, connection, from, to, limit];
    return (await this.pool.query<StateRow>(PAGE, values)).rows.map(toState);
  }

  /** By SCIM id. */
  async beginnings(targetId: string, firsts: readonly HistoryPlace[]): Promise<Map<string, Beginning>> {
    const { rows } = await this.pool.query<BeginningRow>(BEGINNINGS, [
      targetId,
      firsts.map(({ connection }) => connection),
      firsts.map(({ scimId }) => scimId),
      firsts.map(({ revision }) => revision),
    ]);
    return new Map(rows.map((row) => [row.first_scim_id, toBeginning(row)]));
  }
}

function toState(row: StateRow): PastState {
  return {
    ...{ connection: row.connection, scimId: row.scim_id, revision: Number(row.revision), eventId: row.event_id },
    ...{ type: row.type, userName: row.user_name, receivedAt: row.received_at },
    data: JSON.parse(row.data) as UserEventData,
  };
}

function toBeginning(row: BeginningRow): Beginning {
  const { data, link_revision: revision, cause_id, status } = row;
  return {
    state: data === null ? null : toState({ ...row, data }),
    link:
      revision === null || cause_id === null || status === null
        ? null
        : linkFrom({ ...row, revision, cause_id, status }),
  };
}
