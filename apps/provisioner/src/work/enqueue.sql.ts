/** See the migration: whoever fills a target waits for the events that are being taken in, and the next for it. */
export const ENQUEUE_LOCK = 'SELECT pg_advisory_xact_lock(4921003)';

/**
 * $1 target, $2 connection or `*`, $3 SCIM ids or null for all, $4 kind, $5 priority, $6 job, $7 options, $8 origin,
 * $9 the event id of a single row whose result somebody waits for, else null.
 */
export const ENQUEUE_LATEST = `
  WITH latest AS (
    SELECT DISTINCT ON (s.connection, s.scim_id) s.connection, s.scim_id, s.revision, s.user_name, s.deleted
    FROM provisioner.states s
    WHERE ($2::text = '*' OR s.connection = $2) AND ($3::text[] IS NULL OR s.scim_id = ANY ($3))
    ORDER BY s.connection DESC, s.scim_id DESC, s.revision DESC
  ), added AS (
    INSERT INTO provisioner.work (target_id, connection, scim_id, revision, user_name, event_id, type, kind, priority,
      job_id, options, origin, awaited)
    SELECT $1, l.connection, l.scim_id, l.revision, l.user_name, coalesce($9::text, gen_random_uuid()::text),
      'user.resynced', $4, $5::smallint, $6::text, $7::text, $8::text, $9::text IS NOT NULL
    FROM latest l
    WHERE ($3::text[] IS NOT NULL OR NOT l.deleted OR EXISTS (
        SELECT FROM provisioner.links k WHERE k.target_id = $1 AND k.scim_id = l.scim_id))
      AND ($9::text IS NOT NULL OR NOT EXISTS (
        SELECT FROM provisioner.work w
        WHERE w.target_id = $1 AND w.scim_id = l.scim_id AND w.revision = l.revision AND w.kind = $4
          AND w.options IS NOT DISTINCT FROM $7::text AND w.lease_until IS NULL AND NOT w.held))
    RETURNING event_id
  ), awaiting AS (
    INSERT INTO provisioner.awaited (event_id, pending) SELECT event_id, 1 FROM added WHERE $9::text IS NOT NULL
  )
  SELECT count(*)::int AS count FROM added`;
