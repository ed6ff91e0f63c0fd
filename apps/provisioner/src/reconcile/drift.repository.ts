import type { AttributeGroup, Json } from '@usher/provisioning';
import type { Pool, PoolClient } from 'pg';
import type { Finding } from './compare.js';

export const DRIFT_STATES = ['open', 'asked', 'repairing', 'repaired', 'gone', 'dismissed'] as const;
/**
 * open: reported; asked: waits for an operator's word; repairing: its repair waits in the queue; repaired: put right by
 * Usher; gone: no longer so; dismissed: an operator wants it as it is.
 */
export type DriftState = (typeof DRIFT_STATES)[number];

export interface DriftView {
  id: number;
  targetId: string;
  scimId: string | null;
  userName: string | null;
  wordpressId: number | null;
  login: string | null;
  group: AttributeGroup;
  path: string;
  wanted: Json;
  found: Json;
  state: DriftState;
  note: string | null;
  firstSeen: Date;
  lastSeen: Date;
  closedAt: Date | null;
}

export interface DriftFilter {
  targetId: string;
  state?: string;
  group?: string;
  scimId?: string;
  /** Id of the last finding of the page before. */
  after: number;
  limit: number;
}

/** A finding that is to be repaired. */
export interface Repairable {
  scimId: string;
  connection: string | null;
  group: AttributeGroup;
  wordpressId: number | null;
  login: string | null;
  /** That the site has of the account; 0 where that isn't known. */
  revision: number;
}

/** A finding that was put right before and is there again is a new one; one that was dismissed stays so while it is the same. */
const RECORD = `
  INSERT INTO provisioner.drift AS d (target_id, subject, scim_id, connection, user_name, wordpress_id, login,
    site_revision, attribute_group, path, wanted, found, note, state, seen_by, repaired_by)
  SELECT $1, e.*, $2, CASE WHEN e.state = 'repairing' THEN $2::uuid END
  FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::text[], $9::bigint[], $10::text[],
    $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
    AS e (subject, scim_id, connection, user_name, wordpress_id, login, site_revision, attribute_group, path, wanted, found, note, state)
  ON CONFLICT (target_id, subject, path) DO UPDATE SET
    scim_id = excluded.scim_id, connection = excluded.connection, user_name = excluded.user_name,
    wordpress_id = excluded.wordpress_id, login = excluded.login, site_revision = excluded.site_revision,
    attribute_group = excluded.attribute_group,
    wanted = excluded.wanted, found = excluded.found, note = excluded.note, last_seen = now(), closed_at = NULL,
    first_seen = CASE WHEN d.state IN ('gone', 'repaired') THEN now() ELSE d.first_seen END,
    seen_by = excluded.seen_by,
    repaired_by = CASE WHEN ${isDismissedStill()} THEN NULL ELSE excluded.repaired_by END,
    state = CASE WHEN ${isDismissedStill()} THEN 'dismissed' ELSE excluded.state END
  RETURNING d.scim_id AS "scimId", d.connection, d.attribute_group AS "group",
    d.wordpress_id::int AS "wordpressId", d.login, d.site_revision::int AS revision, d.state`;

function isDismissedStill(): string {
  return `d.state = 'dismissed' AND d.wanted = excluded.wanted AND d.found = excluded.found`;
}

/** $1 job: whom it has dealt with. */
const MET = `
  INSERT INTO provisioner.reconciled (job_id, scim_id, compared)
  SELECT $1, * FROM unnest($2::text[], $3::boolean[])
  ON CONFLICT (job_id, scim_id) DO UPDATE SET compared = reconciled.compared AND excluded.compared`;

/** What the job did not find again is gone, except for those of whom it can say nothing. */
const CLOSE = `
  UPDATE provisioner.drift d SET closed_at = now(),
    state = CASE WHEN d.state = 'repairing' THEN 'repaired' ELSE 'gone' END
  WHERE d.target_id = $1 AND d.state IN ('open', 'asked', 'repairing', 'dismissed') AND d.seen_by IS DISTINCT FROM $2
    AND NOT EXISTS (
      SELECT FROM provisioner.reconciled r WHERE r.job_id = $2 AND r.scim_id = d.scim_id AND NOT r.compared)`;

const FORGET_MET = `DELETE FROM provisioner.reconciled WHERE job_id = $1`;

/** $1 target, $2 job, $3 ids or null for all, $4 groups or null for all, $5 after, $6 at most. */
const TAKE = `
  WITH page AS (
    SELECT d.id, d.subject FROM provisioner.drift d
    WHERE d.target_id = $1 AND d.state IN ('open', 'asked') AND d.attribute_group <> 'unlinked'
      AND ($3::bigint[] IS NULL OR d.id = ANY ($3)) AND ($4::text[] IS NULL OR d.attribute_group = ANY ($4))
      AND d.id > $5
    ORDER BY d.id LIMIT $6 FOR UPDATE
  )
  UPDATE provisioner.drift d SET state = 'repairing', repaired_by = $2, note = NULL
  FROM page WHERE d.id = page.id
  RETURNING d.id::int, d.scim_id AS "scimId", d.connection, d.attribute_group AS "group",
    d.wordpress_id::int AS "wordpressId", d.login, d.site_revision::int AS revision`;

/**
 * What came of the repairs of a job whose rows have left the queue. Held ones wait for an operator elsewhere; refused
 * ones stay open, with the reason.
 */
const SETTLE = `
  UPDATE provisioner.drift d SET
    state = o.state, note = o.note, closed_at = CASE WHEN o.state = 'repaired' THEN now() END
  FROM (
    SELECT d.id,
      CASE WHEN w.held THEN 'asked' WHEN refused.reason IS NOT NULL THEN 'open' ELSE 'repaired' END AS state,
      CASE WHEN w.held THEN $2 ELSE refused.reason END AS note
    FROM provisioner.drift d
    LEFT JOIN LATERAL (
      SELECT w.held FROM provisioner.work w
      WHERE w.target_id = d.target_id AND w.scim_id = d.scim_id AND (w.held OR w.job_id = $1::text)
      ORDER BY w.held LIMIT 1) w ON true
    LEFT JOIN LATERAL (
      SELECT dl.reason FROM provisioner.links l JOIN provisioner.dead_letters dl
        ON dl.target_id = l.target_id AND dl.scim_id = l.scim_id AND dl.cause_id = l.cause_id
      WHERE l.target_id = d.target_id AND l.scim_id = d.scim_id AND l.status = 'rejected'
      ORDER BY dl.id DESC LIMIT 1) refused ON true
    WHERE d.repaired_by = $1::uuid AND d.state = 'repairing' AND w.held IS DISTINCT FROM false
  ) o
  WHERE d.id = o.id`;

const GIVE_BACK = `
  UPDATE provisioner.drift SET state = 'open', repaired_by = NULL WHERE repaired_by = $1 AND state = 'repairing'`;

const DISMISS = `
  UPDATE provisioner.drift SET state = 'dismissed'
  WHERE target_id = $1 AND id = ANY ($2::bigint[]) AND state IN ('open', 'asked')`;

const VIEW = `
  SELECT id::int, target_id AS "targetId", scim_id AS "scimId", user_name AS "userName", wordpress_id::int AS "wordpressId",
    login, attribute_group AS "group", path, wanted, found, state, note, first_seen AS "firstSeen",
    last_seen AS "lastSeen", closed_at AS "closedAt"
  FROM provisioner.drift
  WHERE target_id = $1 AND ($2::text IS NULL AND state NOT IN ('gone', 'repaired') OR state = $2)
    AND ($3::text IS NULL OR attribute_group = $3) AND ($4::text IS NULL OR scim_id = $4) AND id > $5
  ORDER BY id LIMIT $6`;

const COUNTS = `
  SELECT attribute_group AS "group", state, count(*)::int AS count FROM provisioner.drift
  WHERE target_id = $1 AND state NOT IN ('gone', 'repaired') GROUP BY 1, 2 ORDER BY 1, 2`;

const FORGET = `DELETE FROM provisioner.drift WHERE closed_at < now() - interval '90 days'`;

type Recorded = Repairable & { state: DriftState };

/** The table of findings. */
export class DriftRepository {
  constructor(private readonly pool: Pool) {}

  /** @returns what is to be repaired at once */
  async record(
    client: PoolClient,
    job: { id: string; targetId: string },
    findings: readonly { finding: Finding; state: DriftState }[],
  ): Promise<Repairable[]> {
    if (findings.length === 0) return [];
    const column = <T>(of: (finding: Finding) => T): T[] => findings.map(({ finding }) => of(finding));
    const { rows } = await client.query<Recorded>(RECORD, [
      ...[job.targetId, job.id],
      column(({ subject }) => subject),
      column(({ scimId }) => scimId),
      column(({ connection }) => connection),
      column(({ userName }) => userName),
      column(({ wordpressId }) => wordpressId),
      column(({ login }) => login),
      column(({ revision }) => revision),
      column(({ group }) => group),
      column(({ path }) => path),
      column(({ wanted }) => JSON.stringify(wanted)),
      column(({ found }) => JSON.stringify(found)),
      column(({ note }) => note),
      findings.map(({ state }) => state),
    ]);
    return rows.filter(({ state }) => state === 'repairing');
  }

  /** `compared` false: nothing can be said of the user this time. */
  async met(client: PoolClient, jobId: string, users: ReadonlyMap<string, boolean>): Promise<void> {
    if (users.size > 0) await client.query(MET, [jobId, [...users.keys()], [...users.values()]]);
  }

  /** @returns how many findings are gone */
  async close(client: PoolClient, job: { id: string; targetId: string }): Promise<number> {
    const { rowCount } = await client.query(CLOSE, [job.targetId, job.id]);
    await client.query(FORGET_MET, [job.id]);
    return rowCount ?? 0;
  }

  async take(
    client: PoolClient,
    job: { id: string; targetId: string },
    what: { ids: readonly number[] | null; groups: readonly string[] | null },
    after: number,
    limit: number,
  ): Promise<(Repairable & { id: number })[]> {
    const values = [job.targetId, job.id, what.ids, what.groups, after, limit];
    return (await client.query<Repairable & { id: number }>(TAKE, values)).rows;
  }

  /** @param heldNote what to say of those that wait for approval */
  async settle(client: PoolClient, jobId: string, heldNote: string): Promise<void> {
    await client.query(SETTLE, [jobId, heldNote]);
  }

  /** The repairs of a job that was cancelled. */
  async giveBack(client: PoolClient, jobId: string): Promise<void> {
    await client.query(GIVE_BACK, [jobId]);
    await client.query(FORGET_MET, [jobId]);
  }

  /** @returns how many */
  async dismiss(client: PoolClient, targetId: string, ids: readonly number[]): Promise<number> {
    return (await client.query(DISMISS, [targetId, ids])).rowCount ?? 0;
  }

  async list({ targetId, state, group, scimId, after, limit }: DriftFilter): Promise<DriftView[]> {
    const values = [targetId, state, group, scimId, after, limit];
    const { rows } = await this.pool.query<DriftView & { wanted: string; found: string }>(VIEW, values);
    return rows.map((row) => ({
      ...row,
      wanted: JSON.parse(row.wanted) as Json,
      found: JSON.parse(row.found) as Json,
    }));
  }

  async counts(targetId: string): Promise<{ group: string; state: string; count: number }[]> {
    return (await this.pool.query<{ group: string; state: string; count: number }>(COUNTS, [targetId])).rows;
  }

  async forgetOld(): Promise<void> {
    await this.pool.query(FORGET);
  }
}
