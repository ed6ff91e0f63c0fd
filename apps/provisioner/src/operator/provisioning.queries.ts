import type { Pool } from 'pg';
import { isConnected, newestState, personOf, type PersonRow, type PersonView } from '../work/person-view.js';
import type { DeadLettersQuery, ProvisioningQuery } from './provisioning-query.js';

export interface LinkView {
  targetId: string;
  scimId: string;
  userName: string;
  wordpressId: number | null;
  login: string | null;
  revision: number;
  status: string;
  updatedAt: Date;
}

export interface DeadLetterView extends PersonView {
  id: number;
  targetId: string;
  revision: number;
  code: string;
  reason: string;
  createdAt: Date;
  /** False once a later event of the user was worked on. */
  open: boolean;
  /** Something of the user is on its way to the site: a replay, or a change. */
  retrying: boolean;
}

type DeadLetterRow = PersonRow &
  Pick<DeadLetterView, 'id' | 'targetId' | 'revision' | 'code' | 'reason' | 'createdAt' | 'open' | 'retrying'>;

const LINKS = `
  SELECT target_id AS "targetId", scim_id AS "scimId", user_name AS "userName", wordpress_id::int AS "wordpressId",
    login, revision::int, status, updated_at AS "updatedAt"
  FROM provisioner.links
  WHERE ($1::text IS NULL OR target_id = $1) AND ($2::text IS NULL OR scim_id = $2)
    AND ($3::text IS NULL OR lower(user_name) = lower($3)) AND ($4::text IS NULL OR status = $4)
  ORDER BY updated_at DESC, scim_id LIMIT $5`;

const STANDS = `l.revision = d.revision AND l.status IN ('rejected', 'ambiguous')`;
const CHOSEN = `
  ${isConnected('d.target_id')} AND ($1::text IS NULL OR d.target_id = $1) AND ($2::text IS NULL OR d.scim_id = $2)
    AND ($3::text IS NULL OR lower(d.user_name) = lower($3)) AND ($4::text IS NULL OR d.code = $4)
    AND ($5::bigint IS NULL OR d.id < $5)`;

const deadLetters = (page: string): string => `
  SELECT d.id::int, d.target_id AS "targetId", d.scim_id AS "scimId", d.user_name AS "userName", d.revision::int,
    d.code, d.reason, d.created_at AS "createdAt", d.open, d."wordpressId", d.login, s.connection, s.data,
    EXISTS (
      SELECT FROM provisioner.work w
      WHERE w.target_id = d.target_id AND w.scim_id = d.scim_id AND NOT w.held AND w.kind <> 'due') AS retrying
  FROM (
    SELECT d.*, ${STANDS} AS open, l.wordpress_id::int AS "wordpressId", l.login ${page}
    ORDER BY d.id DESC LIMIT $6) d
  ${newestState('d.scim_id')}
  ORDER BY d.id DESC`;

const ALL = deadLetters(`
  FROM provisioner.dead_letters d JOIN provisioner.links l ON l.target_id = d.target_id AND l.scim_id = d.scim_id
  WHERE ${CHOSEN}`);

/** From the links that stand refused, of which there are few. */
const OPEN = deadLetters(`
  FROM (
    SELECT * FROM provisioner.links WHERE status = 'rejected'
    UNION ALL SELECT * FROM provisioner.links WHERE status = 'ambiguous') l
  JOIN provisioner.dead_letters d ON d.target_id = l.target_id AND d.cause_id = l.cause_id
  WHERE ${STANDS} AND ${CHOSEN}`);

const CLOSED = deadLetters(`
  FROM provisioner.dead_letters d JOIN provisioner.links l ON l.target_id = d.target_id AND l.scim_id = d.scim_id
  WHERE NOT (${STANDS}) AND ${CHOSEN}`);

/** What an operator looks at. */
export class ProvisioningQueries {
  constructor(private readonly pool: Pool) {}

  async links({ targetId, scimId, userName, status, limit }: ProvisioningQuery): Promise<LinkView[]> {
    const { rows } = await this.pool.query<LinkView>(LINKS, [targetId, scimId, userName, status, limit]);
    return rows;
  }

  /** Newest first. */
  async deadLetters(query: DeadLettersQuery): Promise<DeadLetterView[]> {
    const { targetId, scimId, userName, code, after, limit, open } = query;
    const sql = open === undefined ? ALL : open === 'true' ? OPEN : CLOSED;
    const { rows } = await this.pool.query<DeadLetterRow>(sql, [targetId, scimId, userName, code, after, limit]);
    return rows.map((row) => {
      const { id, targetId: site, revision, reason, createdAt, open: stands, retrying } = row;
      return {
        ...personOf(row),
        id,
        targetId: site,
        revision,
        code: row.code,
        reason,
        createdAt,
        open: stands,
        retrying,
      };
    });
  }
}
