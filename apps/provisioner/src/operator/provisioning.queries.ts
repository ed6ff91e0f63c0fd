import type { Pool } from 'pg';
import type { ProvisioningQuery } from './provisioning-query.js';

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

export interface DeadLetterView {
  id: number;
  targetId: string;
  scimId: string;
  userName: string;
  revision: number;
  code: string;
  reason: string;
  createdAt: Date;
  /** False once a later event of the user was worked on. */
  open: boolean;
}

const LINKS = `
  SELECT target_id AS "targetId", scim_id AS "scimId", user_name AS "userName", wordpress_id::int AS "wordpressId",
    login, revision::int, status, updated_at AS "updatedAt"
  FROM provisioner.links
  WHERE ($1::text IS NULL OR target_id = $1) AND ($2::text IS NULL OR scim_id = $2)
    AND ($3::text IS NULL OR lower(user_name) = lower($3)) AND ($4::text IS NULL OR status = $4)
  ORDER BY updated_at DESC, scim_id LIMIT $5`;

const DEAD_LETTERS = `
  SELECT d.id::int, d.target_id AS "targetId", d.scim_id AS "scimId", d.user_name AS "userName", d.revision::int,
    d.code, d.reason, d.created_at AS "createdAt", l.revision = d.revision AND l.status IN ('rejected', 'ambiguous') AS open
  FROM provisioner.dead_letters d
  JOIN provisioner.links l ON l.target_id = d.target_id AND l.scim_id = d.scim_id
  WHERE ($1::text IS NULL OR d.target_id = $1) AND ($2::text IS NULL OR d.scim_id = $2)
    AND ($3::text IS NULL OR lower(d.user_name) = lower($3))
  ORDER BY d.id DESC LIMIT $4`;

/** What an operator looks at. */
export class ProvisioningQueries {
  constructor(private readonly pool: Pool) {}

  async links({ targetId, scimId, userName, status, limit }: ProvisioningQuery): Promise<LinkView[]> {
    const { rows } = await this.pool.query<LinkView>(LINKS, [targetId, scimId, userName, status, limit]);
    return rows;
  }

  async deadLetters({ targetId, scimId, userName, limit }: ProvisioningQuery): Promise<DeadLetterView[]> {
    const { rows } = await this.pool.query<DeadLetterView>(DEAD_LETTERS, [targetId, scimId, userName, limit]);
    return rows;
  }
}
