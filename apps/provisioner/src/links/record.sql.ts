/**
 * The end of rows of work, in one statement: nothing of it without the row itself being there until now, so that of
 * two processes that came to the same end one tells it. Links never go back to an older revision. What an older
 * revision of the user still holds for approval is superseded. A deleted user whose account another has now has none, and no
 * deletion ahead.
 */
export const RECORD = `
  WITH given AS (
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[],
      $8::text[], $9::text[], $10::text[], $11::integer[], $12::boolean[], $13::text[], $14::text[], $15::text[],
      $16::text[], $17::text[])
      AS g (work_id, event_id, target_id, connection, scim_id, user_name, revision, hold_id, settled, job_id,
        after_days, unscheduled, type, topic, key, headers, value)
  ), gone AS (
    DELETE FROM provisioner.work w USING given g
    WHERE w.id = g.work_id AND w.event_id = g.event_id AND g.hold_id IS NULL RETURNING w.id
  ), held AS (
    UPDATE provisioner.work w SET held = true, event_id = g.hold_id, awaited = false, lease_until = NULL,
      lease_owner = NULL, attempts = 0, last_error = NULL, job_id = NULL
    FROM given g WHERE w.id = g.work_id AND w.event_id = g.event_id AND g.hold_id IS NOT NULL RETURNING w.id
  ), ended AS (
    SELECT g.* FROM given g WHERE g.work_id IN (SELECT id FROM gone UNION ALL SELECT id FROM held)
  ), linked AS (
    INSERT INTO provisioner.links AS l
      (target_id, scim_id, user_name, wordpress_id, login, revision, cause_id, status, fields, state_hash, candidates)
    SELECT e.target_id, e.scim_id, e.user_name, n.wordpress_id, n.login, n.revision, n.cause_id, n.status, n.fields,
      n.state_hash, n.candidates
    FROM unnest($18::bigint[], $19::bigint[], $20::text[], $21::bigint[], $22::text[], $23::text[], $24::text[],
      $25::text[], $26::text[])
      AS n (work_id, wordpress_id, login, revision, cause_id, status, fields, state_hash, candidates)
    JOIN ended e ON e.work_id = n.work_id
    ON CONFLICT (target_id, scim_id) DO UPDATE SET
      user_name = excluded.user_name, wordpress_id = excluded.wordpress_id, login = excluded.login,
      revision = excluded.revision, cause_id = excluded.cause_id, status = excluded.status, fields = excluded.fields,
      state_hash = excluded.state_hash, candidates = excluded.candidates, updated_at = now()
    WHERE l.revision <= excluded.revision
  ), succeeded AS (
    SELECT e.target_id, p.scim_id FROM unnest($30::bigint[], $31::text[]) AS p (work_id, scim_id)
    JOIN ended e ON e.work_id = p.work_id
  ), bereft AS (
    UPDATE provisioner.links l SET wordpress_id = NULL, login = NULL, fields = NULL, state_hash = NULL,
      status = 'deleted', updated_at = now()
    FROM succeeded s WHERE l.target_id = s.target_id AND l.scim_id = s.scim_id
  ), spared AS (
    DELETE FROM provisioner.work w USING succeeded s
    WHERE w.kind = 'due' AND w.target_id = s.target_id AND w.scim_id = s.scim_id
  ), buried AS (
    INSERT INTO provisioner.dead_letters (target_id, scim_id, user_name, revision, cause_id, code, reason)
    SELECT e.target_id, e.scim_id, e.user_name, e.revision, e.event_id, d.code, d.reason
    FROM unnest($27::bigint[], $28::text[], $29::text[]) AS d (work_id, code, reason)
    JOIN ended e ON e.work_id = d.work_id
    ON CONFLICT (target_id, cause_id) DO NOTHING
  ), superseded AS (
    DELETE FROM provisioner.work w USING ended e
    WHERE e.type <> 'stale' AND w.target_id = e.target_id AND w.scim_id = e.scim_id AND w.held
      AND w.revision <= e.revision AND w.id <> e.work_id
  ), scheduled AS (
    INSERT INTO provisioner.work (target_id, connection, scim_id, revision, user_name, event_id, type, kind, priority,
      due_at)
    SELECT e.target_id, e.connection, e.scim_id, e.revision, e.user_name, gen_random_uuid()::text, 'user.resynced',
      'due', 1, now() + make_interval(days => e.after_days)
    FROM ended e WHERE e.after_days IS NOT NULL
    ON CONFLICT (target_id, scim_id) WHERE kind = 'due' DO UPDATE SET revision = excluded.revision
  ), unscheduled AS (
    DELETE FROM provisioner.work w USING ended e
    WHERE e.unscheduled AND w.kind = 'due' AND w.target_id = e.target_id AND w.scim_id = e.scim_id
      AND w.id <> e.work_id AND w.revision <= e.revision
  ), tallied AS (
    INSERT INTO provisioner.job_outcomes AS j (job_id, type, count)
    SELECT e.job_id, coalesce(e.type, 'done'), count(*) FROM ended e WHERE e.job_id IS NOT NULL
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (job_id, type) DO UPDATE SET count = j.count + excluded.count
  ), counted AS (
    UPDATE provisioner.awaited a SET pending = a.pending - s.count, results = a.results || s.results
    FROM (
      SELECT e.event_id, count(*)::int AS count, array_agg(e.settled) AS results
      FROM ended e WHERE e.settled IS NOT NULL GROUP BY e.event_id
    ) s WHERE a.event_id = s.event_id
    RETURNING a.*
  )
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT e.topic, e.key, e.headers, e.value FROM ended e WHERE e.topic IS NOT NULL
  UNION ALL
  SELECT 'usher.settlements.v1', c.key, c.headers, c.head || array_to_string(c.results, ',') || ']}'
  FROM counted c WHERE c.pending = 0 AND c.head IS NOT NULL`;

export const LOAD = `
  SELECT l.target_id, l.scim_id, wordpress_id, login, revision, cause_id, status, fields, state_hash
  FROM unnest($1::text[], $2::text[]) AS key (target_id, scim_id)
  JOIN provisioner.links l ON l.target_id = key.target_id AND l.scim_id = key.scim_id`;

/** A deletion that is to come doesn't count as work. */
export const GONE = `
  SELECT FROM provisioner.links l
  WHERE l.target_id = $1 AND l.scim_id = $2
    AND NOT EXISTS (
      SELECT FROM provisioner.work w WHERE w.target_id = l.target_id AND w.scim_id = l.scim_id AND w.kind <> 'due')
    AND (
      SELECT s.deleted FROM provisioner.states s WHERE s.connection = $3 AND s.scim_id = l.scim_id
      ORDER BY s.revision DESC LIMIT 1)`;
