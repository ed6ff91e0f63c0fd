import type { UserEventData } from '@usher/events';
import type { Link, LinkStatus } from '@usher/provisioning';
import type { Pool } from 'pg';
import { linkFrom } from '../links/link-row.js';

/** Names no connection that can be: users whom no identity provider has told of, taken for deleted. */
export const NOBODY = '~nobody';

/** A user as the directory last told of them, and what is known of them in one site. */
export interface KnownUser {
  connection: string;
  scimId: string;
  revision: number;
  userName: string;
  active: boolean;
  deleted: boolean;
  data: UserEventData;
  /** Null: nothing was ever brought to an end for this user in this site. */
  link: Link | null;
  /** Something about this user waits to be done in this site. */
  busy: boolean;
  /** When the directory told of them, or something was brought to an end, whichever is later. */
  changedAt: Date;
}

/** Users of all connections, or of one. Ordered by connection and SCIM id; the page begins after this one. */
export interface Place {
  connection: string;
  scimId: string;
}

interface Row {
  connection: string;
  scim_id: string;
  revision: string;
  user_name: string;
  active: boolean;
  deleted: boolean;
  data: string;
  changed_at: Date;
  busy: boolean;
  wordpress_id: string | null;
  login: string | null;
  link_revision: string | null;
  cause_id: string | null;
  status: LinkStatus | null;
  fields: string | null;
  state_hash: string | null;
}

const KNOWN = `
  SELECT s.connection, s.scim_id, s.revision, s.user_name, s.active, s.deleted, s.data,
    greatest(s.received_at, l.updated_at) AS changed_at,
    EXISTS (SELECT FROM provisioner.work w WHERE w.target_id = $1 AND w.scim_id = s.scim_id AND w.kind <> 'due') AS busy,
    l.wordpress_id, l.login, l.revision AS link_revision, l.cause_id, l.status, l.fields, l.state_hash
  FROM latest s LEFT JOIN provisioner.links l ON l.target_id = $1 AND l.scim_id = s.scim_id`;

const NEWEST = `
  NOT EXISTS (SELECT FROM provisioner.states n
    WHERE n.connection = s.connection AND n.scim_id = s.scim_id AND n.revision > s.revision)`;

const OF = (connection: string): string =>
  `(${connection}::text = '*' OR s.connection = ${connection}) AND s.connection <> '${NOBODY}'`;

const BY_SCIM_ID = `
  WITH latest AS (
    SELECT s.* FROM provisioner.states s
    WHERE s.scim_id = ANY ($3::text[]) AND ${OF('$2')} AND ${NEWEST})
  ${KNOWN}`;

const BY_NAME = `
  WITH latest AS (
    SELECT s.* FROM provisioner.states s
    WHERE lower(s.user_name) = lower($3) AND ${OF('$2')} AND NOT s.deleted AND ${NEWEST} LIMIT 2)
  ${KNOWN}`;

const PAGE = `
  WITH latest AS (
    SELECT DISTINCT ON (s.connection, s.scim_id) s.* FROM provisioner.states s
    WHERE (s.connection, s.scim_id) > ($3, $4) AND ${OF('$2')}
    ORDER BY s.connection, s.scim_id, s.revision DESC LIMIT $5)
  ${KNOWN} ORDER BY s.connection, s.scim_id`;

/** Without those dealt with by a job, and without deleted ones. */
const REST = `
  WITH latest AS (
    SELECT * FROM (
      SELECT DISTINCT ON (s.connection, s.scim_id) s.* FROM provisioner.states s
      WHERE (s.connection, s.scim_id) > ($3, $4) AND ${OF('$2')}
      ORDER BY s.connection, s.scim_id, s.revision DESC) s
    WHERE NOT s.deleted
      AND NOT EXISTS (SELECT FROM provisioner.reconciled r WHERE r.job_id = $6 AND r.scim_id = s.scim_id)
    LIMIT $5)
  ${KNOWN} ORDER BY s.connection, s.scim_id`;

const MATCHES = `
  SELECT DISTINCT ON (s.connection, s.scim_id) s.connection, s.scim_id AS "scimId", s.user_name AS "userName",
    lower(s.user_name) AS name, s.email
  FROM provisioner.states s
  WHERE (lower(s.user_name) = ANY ($2::text[]) OR s.email = ANY ($2::text[]))
    AND ${OF('$1')} AND NOT s.deleted AND ${NEWEST}
  ORDER BY s.connection, s.scim_id`;

/** Each once, by hops through the primary key. */
const CONNECTIONS = `
  WITH RECURSIVE hops AS (
    SELECT min(connection) AS connection FROM provisioner.states
    UNION ALL
    SELECT (SELECT min(s.connection) FROM provisioner.states s WHERE s.connection > h.connection)
    FROM hops h WHERE h.connection IS NOT NULL
  )
  SELECT connection FROM hops WHERE connection <> '${NOBODY}'`;

/** A user of the directory as an account may be theirs: by user name or e-mail address, both in lower case. */
export interface Likeness {
  connection: string;
  scimId: string;
  userName: string;
  name: string;
  email: string | null;
}

/** The directory's users as they were last told of, seen from one target. */
export class Directory {
  constructor(private readonly pool: Pool) {}

  /** @param connection `*` for all */
  async byScimIds(targetId: string, connection: string, scimIds: readonly string[]): Promise<Map<string, KnownUser>> {
    if (scimIds.length === 0) return new Map();
    const { rows } = await this.pool.query<Row>(BY_SCIM_ID, [targetId, connection, scimIds]);
    return new Map(rows.map((row) => [row.scim_id, toUser(row)]));
  }

  /** Without regard to case; at most two, of different connections. */
  async byName(targetId: string, connection: string, userName: string): Promise<KnownUser[]> {
    const { rows } = await this.pool.query<Row>(BY_NAME, [targetId, connection, userName]);
    return rows.map(toUser);
  }

  async page(targetId: string, connection: string, after: Place | null, limit: number): Promise<KnownUser[]> {
    const { rows } = await this.pool.query<Row>(PAGE, [targetId, connection, ...begin(connection, after), limit]);
    return rows.map(toUser);
  }

  /** Those whom a reconciliation hasn't met in the site; without deleted ones. */
  async rest(job: { id: string; targetId: string }, connection: string, after: Place | null, limit: number) {
    const values = [job.targetId, connection, ...begin(connection, after), limit, job.id];
    const { rows } = await this.pool.query<Row>(REST, values);
    return rows.map(toUser);
  }

  /** @param texts logins and e-mail addresses in lower case */
  async likenesses(connection: string, texts: readonly string[]): Promise<Likeness[]> {
    if (texts.length === 0) return [];
    return (await this.pool.query<Likeness>(MATCHES, [connection, texts])).rows;
  }

  /** Whether any identity provider has told of anybody. */
  async hasUsers(connection: string): Promise<boolean> {
    const text = `SELECT EXISTS (SELECT FROM provisioner.states s WHERE ${OF('$1')}) AS any`;
    return (await this.pool.query<{ any: boolean }>(text, [connection])).rows[0]?.any === true;
  }

  /** Those that have told of anybody. */
  async connections(): Promise<string[]> {
    const { rows } = await this.pool.query<{ connection: string }>(CONNECTIONS);
    return rows.map(({ connection }) => connection);
  }

  /** The database's clock, by which `changedAt` is. */
  async now(): Promise<Date> {
    const { rows } = await this.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now');
    return rows[0]?.now ?? new Date();
  }
}

const begin = (connection: string, after: Place | null): [string, string] =>
  after === null ? [connection === '*' ? '' : connection, ''] : [after.connection, after.scimId];

function toUser(row: Row): KnownUser {
  return {
    ...{ connection: row.connection, scimId: row.scim_id, revision: Number(row.revision), userName: row.user_name },
    ...{ active: row.active, deleted: row.deleted, busy: row.busy, changedAt: row.changed_at },
    data: JSON.parse(row.data) as UserEventData,
    link: toLink(row),
  };
}

function toLink(row: Row): Link | null {
  const { link_revision: revision, cause_id, status } = row;
  return revision === null || cause_id === null || status === null
    ? null
    : linkFrom({ ...row, revision, cause_id, status });
}
