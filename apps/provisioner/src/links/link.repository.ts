import { outboxColumns } from '@usher/event-log';
import type { EventMessage } from '@usher/events';
import type { AccountFields, Link, LinkStatus } from '@usher/provisioning';
import type { Pool } from 'pg';

export interface LinkKey {
  targetId: string;
  scimId: string;
}

/** All that the end of one event leaves behind, written in one transaction. */
export interface EndRecord extends LinkKey {
  userName: string;
  /** Null: the link stays as it is. */
  link: Link | null;
  /** The outcome. */
  message: EventMessage;
  deadLetter: { causeId: string; revision: number; code: string; reason: string } | null;
}

interface LinkRow {
  target_id: string;
  scim_id: string;
  wordpress_id: string | null;
  login: string | null;
  revision: string;
  cause_id: string;
  status: LinkStatus;
  fields: string | null;
  state_hash: string | null;
}

const LOAD = `
  SELECT l.target_id, l.scim_id, wordpress_id, login, revision, cause_id, status, fields, state_hash
  FROM unnest($1::text[], $2::text[]) AS key (target_id, scim_id)
  JOIN provisioner.links l ON l.target_id = key.target_id AND l.scim_id = key.scim_id`;

/** An older revision never overwrites a newer one: two processes may hold events of one user. */
const RECORD = `
  WITH linked AS (
    INSERT INTO provisioner.links AS l
      (target_id, scim_id, user_name, wordpress_id, login, revision, cause_id, status, fields, state_hash)
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bigint[], $7::text[],
      $8::text[], $9::text[], $10::text[])
    ON CONFLICT (target_id, scim_id) DO UPDATE SET
      user_name = excluded.user_name, wordpress_id = excluded.wordpress_id, login = excluded.login,
      revision = excluded.revision, cause_id = excluded.cause_id, status = excluded.status,
      fields = excluded.fields, state_hash = excluded.state_hash, updated_at = now()
    WHERE l.revision <= excluded.revision
  ), buried AS (
    INSERT INTO provisioner.dead_letters (target_id, scim_id, user_name, revision, cause_id, code, reason)
    SELECT * FROM unnest($11::text[], $12::text[], $13::text[], $14::bigint[], $15::text[], $16::text[], $17::text[])
    ON CONFLICT (target_id, cause_id) DO NOTHING
  )
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT * FROM unnest($18::text[], $19::text[], $20::text[], $21::text[])`;

/** The table of links; writes the outcome with the link, so that neither is there without the other. */
export class LinkRepository {
  constructor(private readonly pool: Pool) {}

  /** The links in the order of the keys; null where there is none. */
  async load(keys: readonly LinkKey[]): Promise<(Link | null)[]> {
    const { rows } = await this.pool.query<LinkRow>({
      name: 'provisioner-load-links',
      text: LOAD,
      values: [keys.map(({ targetId }) => targetId), keys.map(({ scimId }) => scimId)],
    });
    const found = new Map(rows.map((row) => [`${row.target_id}/${row.scim_id}`, toLink(row)]));
    return keys.map(({ targetId, scimId }) => found.get(`${targetId}/${scimId}`) ?? null);
  }

  /** One transaction for all of them; no two of one user and target. */
  async record(ends: readonly EndRecord[]): Promise<void> {
    const linked = ends.flatMap((end) => (end.link === null ? [] : [{ ...end, link: end.link }]));
    const dead = ends.flatMap((end) => (end.deadLetter === null ? [] : [{ ...end, deadLetter: end.deadLetter }]));
    await this.pool.query({
      name: 'provisioner-record-ends',
      text: RECORD,
      values: [
        linked.map(({ targetId }) => targetId),
        linked.map(({ scimId }) => scimId),
        linked.map(({ userName }) => userName),
        linked.map(({ link }) => link.wordpressId),
        linked.map(({ link }) => link.login),
        linked.map(({ link }) => link.revision),
        linked.map(({ link }) => link.causeId),
        linked.map(({ link }) => link.status),
        linked.map(({ link }) => (link.fields === null ? null : JSON.stringify(link.fields))),
        linked.map(({ link }) => link.stateHash),
        dead.map(({ targetId }) => targetId),
        dead.map(({ scimId }) => scimId),
        dead.map(({ userName }) => userName),
        dead.map(({ deadLetter }) => deadLetter.revision),
        dead.map(({ deadLetter }) => deadLetter.causeId),
        dead.map(({ deadLetter }) => deadLetter.code),
        dead.map(({ deadLetter }) => deadLetter.reason),
        ...outboxColumns(ends.map(({ message }) => message)),
      ],
    });
  }
}

function toLink(row: LinkRow): Link {
  return {
    wordpressId: row.wordpress_id === null ? null : Number(row.wordpress_id),
    login: row.login,
    revision: Number(row.revision),
    causeId: row.cause_id,
    status: row.status,
    fields: row.fields === null ? null : (JSON.parse(row.fields) as Partial<AccountFields>),
    stateHash: row.state_hash,
  };
}
