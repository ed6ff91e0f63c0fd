import type { Candidate, Json, LinkStatus } from '@usher/provisioning';
import type { Pool } from 'pg';
import { NOBODY } from '../reconcile/directory.js';

/** A user as the directory last told of them. */
export interface WantedFacts {
  scimId: string;
  connection: string;
  userName: string;
  revision: number;
  active: boolean;
  deleted: boolean;
}

/** A difference between a site and the directory, by the last comparison. */
export interface DriftFacts {
  id: number;
  group: string;
  path: string;
  wanted: Json;
  found: Json;
  /** `open`: reported; `asked`: waits for an operator's word; `repairing`: its repair waits in the queue. */
  state: 'open' | 'asked' | 'repairing';
  since: Date;
}

/** All that is recorded of one user in one site. */
export interface UserFacts {
  targetId: string;
  scimId: string;
  link: {
    status: LinkStatus;
    revision: number;
    wordpressId: number | null;
    login: string | null;
    updatedAt: Date;
    candidates: Candidate[];
  } | null;
  /** Rows of the queue that are on their way. */
  waiting: { count: number; since: Date; attempts: number; error: string | null } | null;
  /** A departure past the budget; `id` is that of the approval. */
  held: { id: number; since: Date } | null;
  /** A deletion on its day. */
  deletion: { id: number; dueAt: Date; since: Date } | null;
  /** The refusal that stands. */
  deadLetter: { id: number; code: string; reason: string; since: Date } | null;
  drift: DriftFacts[];
}

/** Findings of one user in one site that are told. */
const MOST_DRIFT = 50;

const WANTED = `
  SELECT s.scim_id AS "scimId", s.connection, s.user_name AS "userName", s.revision::int, s.active, s.deleted
  FROM unnest($1::text[]) AS given (scim_id)
  CROSS JOIN LATERAL (
    SELECT * FROM provisioner.states n WHERE n.scim_id = given.scim_id AND n.connection <> '${NOBODY}'
    ORDER BY n.revision DESC LIMIT 1) s`;

/** By the indexes of (target, user) of each table. */
const FACTS = `
  SELECT p.target_id AS "targetId", p.scim_id AS "scimId", l.status, l.revision::int, l.wordpress_id::int AS "wordpressId",
    l.login, l.updated_at AS "updatedAt", coalesce(l.candidates, '[]')::json AS candidates,
    w.count AS "waitingCount", w.since AS "waitingSince", w.attempts, w.error,
    h.id::int AS "heldId", h.created_at AS "heldSince",
    d.id::int AS "dueId", d.due_at AS "dueAt", d.created_at AS "dueSince",
    r.id::int AS "deadId", r.code, r.reason, r.created_at AS "deadSince", f.drift
  FROM unnest($1::text[]) AS t (target_id)
  CROSS JOIN unnest($2::text[]) AS u (scim_id)
  CROSS JOIN LATERAL (SELECT t.target_id, u.scim_id) p
  LEFT JOIN provisioner.links l ON l.target_id = p.target_id AND l.scim_id = p.scim_id
  LEFT JOIN provisioner.dead_letters r
    ON r.target_id = l.target_id AND r.cause_id = l.cause_id AND l.status IN ('rejected', 'ambiguous')
  LEFT JOIN LATERAL (
    SELECT count(*)::int, min(created_at) AS since, max(attempts) AS attempts,
      (array_agg(last_error ORDER BY id DESC) FILTER (WHERE last_error IS NOT NULL))[1] AS error
    FROM provisioner.work
    WHERE target_id = p.target_id AND scim_id = p.scim_id AND NOT held AND kind <> 'due') w ON w.count > 0
  LEFT JOIN LATERAL (
    SELECT id, created_at FROM provisioner.work
    WHERE target_id = p.target_id AND scim_id = p.scim_id AND held ORDER BY id DESC LIMIT 1) h ON true
  LEFT JOIN LATERAL (
    SELECT id, due_at, created_at FROM provisioner.work
    WHERE target_id = p.target_id AND scim_id = p.scim_id AND kind = 'due' AND due_at < 'infinity' LIMIT 1) d ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('id', x.id, 'group', x.attribute_group, 'path', x.path, 'wanted', x.wanted,
      'found', x.found, 'state', x.state, 'since', x.first_seen) ORDER BY x.path) AS drift
    FROM (
      SELECT * FROM provisioner.drift
      WHERE target_id = p.target_id AND subject = 'user:' || p.scim_id AND state IN ('open', 'asked', 'repairing')
      ORDER BY path LIMIT ${MOST_DRIFT}) x) f ON true
  WHERE l.scim_id IS NOT NULL OR w.count > 0 OR h.id IS NOT NULL OR d.id IS NOT NULL OR f.drift IS NOT NULL`;

interface Row {
  targetId: string;
  scimId: string;
  status: LinkStatus | null;
  revision: number;
  wordpressId: number | null;
  login: string | null;
  updatedAt: Date;
  candidates: Candidate[];
  waitingCount: number | null;
  waitingSince: Date;
  attempts: number;
  error: string | null;
  heldId: number | null;
  heldSince: Date;
  dueId: number | null;
  dueAt: Date;
  dueSince: Date;
  deadId: number | null;
  code: string;
  reason: string;
  deadSince: Date;
  drift: (Omit<DriftFacts, 'wanted' | 'found' | 'since'> & { wanted: string; found: string; since: string })[] | null;
}

/** What is wanted of users, and what is recorded of them in the sites. */
export class UserFactsQueries {
  constructor(private readonly pool: Pool) {}

  async wanted(scimIds: readonly string[]): Promise<WantedFacts[]> {
    return (await this.pool.query<WantedFacts>(WANTED, [scimIds])).rows;
  }

  /** Only where something is recorded. */
  async facts(targetIds: readonly string[], scimIds: readonly string[]): Promise<UserFacts[]> {
    return (await this.pool.query<Row>(FACTS, [targetIds, scimIds])).rows.map(toFacts);
  }
}

function toFacts(row: Row): UserFacts {
  const { targetId, scimId, status, revision, wordpressId, login, updatedAt, candidates } = row;
  const { waitingCount, waitingSince, attempts, error, heldId, heldSince, dueId, dueAt, dueSince } = row;
  const { deadId, code, reason, deadSince, drift } = row;
  return {
    ...{ targetId, scimId },
    link: status === null ? null : { status, revision, wordpressId, login, updatedAt, candidates },
    waiting: waitingCount === null ? null : { count: waitingCount, since: waitingSince, attempts, error },
    held: heldId === null ? null : { id: heldId, since: heldSince },
    deletion: dueId === null ? null : { id: dueId, dueAt, since: dueSince },
    deadLetter: deadId === null ? null : { id: deadId, code, reason, since: deadSince },
    drift: (drift ?? []).map((finding) => ({
      ...finding,
      wanted: JSON.parse(finding.wanted) as Json,
      found: JSON.parse(finding.found) as Json,
      since: new Date(finding.since),
    })),
  };
}
