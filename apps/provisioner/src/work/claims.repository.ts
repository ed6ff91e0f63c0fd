import type { Link } from '@usher/provisioning';
import type { Pool } from 'pg';
import { linkFrom, type LinkRow } from '../links/link-row.js';
import { NOBODY } from '../reconcile/directory.js';
import type { ClaimedWork, WorkKind, WorkOptions } from './work-row.js';

/**
 * Seconds for which a process has a row to itself, unless it says that it is still at it. One that was killed comes
 * back for its rows after so long at most.
 */
export const LEASE = 20;

/** A row that goes back to the queue. */
export interface Postponed {
  id: string;
  /** Milliseconds. */
  afterMs: number;
  /** Why, in words; null: it wasn't tried. */
  error: string | null;
}

interface Row extends Omit<LinkRow, 'revision' | 'target_id' | 'scim_id'> {
  id: string;
  target_id: string;
  connection: string;
  scim_id: string;
  work_revision: string;
  user_name: string;
  event_id: string;
  type: string;
  kind: WorkKind;
  priority: number;
  attempts: number;
  awaited: boolean;
  job_id: string | null;
  options: string | null;
  origin: string | null;
  traceparent: string | null;
  time: Date;
  data: string | null;
  outdated: boolean;
  link_revision: string | null;
}

/**
 * By priority, then by age. Of one user only the oldest that nothing of the same or higher priority goes before: so
 * its events are worked on in their order, by whichever process, and a leaver needn't wait for them. A row in another
 * process's hands keeps its later ones back in the same way.
 */
const CLAIM = `
  WITH ready AS MATERIALIZED (
    SELECT r.id, p.priority, r.due_at FROM unnest($3::smallint[]) AS p (priority) CROSS JOIN LATERAL (
      SELECT w.id, w.due_at FROM provisioner.work w
      WHERE w.target_id = $1 AND w.priority = p.priority AND NOT w.held AND w.due_at <= now()
        AND (w.lease_until IS NULL OR w.lease_until < now())
        AND NOT EXISTS (
          SELECT FROM provisioner.work o
          WHERE o.target_id = w.target_id AND o.scim_id = w.scim_id AND o.id < w.id AND o.priority <= w.priority
            AND NOT o.held AND o.kind <> 'due')
      ORDER BY w.due_at, w.id LIMIT $2 FOR UPDATE SKIP LOCKED) r
    ORDER BY p.priority, r.due_at, r.id LIMIT $2
  ), claimed AS (
    UPDATE provisioner.work w SET lease_until = now() + make_interval(secs => ${LEASE}), lease_owner = $4
    FROM ready WHERE w.id = ready.id
    RETURNING w.*
  )
  SELECT c.id, c.target_id, c.connection, c.scim_id, c.revision AS work_revision, c.user_name, c.event_id, c.type, c.kind,
    c.priority, c.attempts, c.awaited, c.job_id, c.options, c.origin, coalesce(c.traceparent, s.traceparent) AS traceparent,
    c.time, s.data,
    c.kind = 'due' AND EXISTS (
      SELECT FROM provisioner.states n
      WHERE n.connection = c.connection AND n.scim_id = c.scim_id AND n.revision > greatest(c.revision, l.revision)
    ) AS outdated,
    l.revision AS link_revision, l.wordpress_id, l.login, l.cause_id, l.status, l.fields, l.state_hash
  FROM claimed c
  LEFT JOIN provisioner.links l ON l.target_id = c.target_id AND l.scim_id = c.scim_id
  LEFT JOIN provisioner.states s ON s.connection = c.connection AND s.scim_id = c.scim_id
    AND s.revision = CASE WHEN c.kind = 'due' THEN greatest(c.revision, l.revision) ELSE c.revision END
    /* Whom a comparison took for nobody's, and an identity provider has told of since: nothing is to be done. */
    AND NOT (c.connection = '${NOBODY}' AND EXISTS (
      SELECT FROM provisioner.states n WHERE n.scim_id = c.scim_id AND n.connection <> c.connection))
  ORDER BY c.priority, c.id`;

const RENEW = `
  UPDATE provisioner.work SET lease_until = now() + make_interval(secs => ${LEASE})
  WHERE id = ANY ($1::bigint[]) AND lease_owner = $2`;

const POSTPONE = `
  UPDATE provisioner.work w SET lease_until = NULL, lease_owner = NULL,
    due_at = CASE WHEN p.after = 0 THEN w.due_at ELSE now() + make_interval(secs => p.after) END,
    attempts = w.attempts + CASE WHEN p.error IS NULL THEN 0 ELSE 1 END, last_error = coalesce(p.error, w.last_error)
  FROM unnest($1::bigint[], $2::double precision[], $3::text[]) AS p (id, after, error)
  WHERE w.id = p.id AND w.lease_owner = $4`;

const READY = `
  SELECT t.id FROM unnest($1::text[]) AS t (id)
  WHERE EXISTS (
    SELECT FROM provisioner.work w
    WHERE w.target_id = t.id AND w.priority = ANY ('{0,1,2}') AND NOT w.held AND w.due_at <= now()
      AND (w.lease_until IS NULL OR w.lease_until < now()))`;

/** How workers come to rows, and give back those that they didn't bring to an end. */
export class ClaimsRepository {
  /** @param owner names this process among those that work on the queue */
  constructor(
    private readonly pool: Pool,
    private readonly owner: string,
  ) {}

  /** @param priorities those that are wanted, ascending */
  async claim(targetId: string, limit: number, priorities: readonly number[]): Promise<ClaimedWork[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'provisioner-claim',
      text: CLAIM,
      values: [targetId, limit, priorities, this.owner],
    });
    return rows.map(claimed);
  }

  async renew(ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.pool.query({ name: 'provisioner-renew', text: RENEW, values: [ids, this.owner] });
  }

  async postpone(rows: readonly Postponed[]): Promise<void> {
    await this.pool.query({
      name: 'provisioner-postpone',
      text: POSTPONE,
      values: [
        rows.map(({ id }) => id),
        rows.map(({ afterMs }) => afterMs / 1000),
        rows.map(({ error }) => error?.replaceAll('\u0000', '') ?? null),
        this.owner,
      ],
    });
  }

  /** Those of the targets that have something to do now. */
  async ready(targetIds: readonly string[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>({
      name: 'provisioner-ready',
      text: READY,
      values: [targetIds],
    });
    return rows.map(({ id }) => id);
  }
}

function claimed(row: Row): ClaimedWork {
  const link: Link | null = row.link_revision === null ? null : linkFrom({ ...row, revision: row.link_revision });
  return {
    ...{ id: row.id, targetId: row.target_id, connection: row.connection, scimId: row.scim_id },
    ...{ revision: Number(row.work_revision), userName: row.user_name, eventId: row.event_id, type: row.type },
    ...{ kind: row.kind, priority: row.priority, attempts: row.attempts, awaited: row.awaited, jobId: row.job_id },
    options: row.options === null ? {} : (JSON.parse(row.options) as WorkOptions),
    ...{
      origin: row.origin,
      traceparent: row.traceparent,
      data: row.data,
      time: row.time,
      outdated: row.outdated,
      link,
    },
  };
}
