const COUNTS = `
  count(*) FILTER (WHERE NOT w.held AND w.kind <> 'due')::int AS waiting,
  count(*) FILTER (WHERE NOT w.held AND w.kind <> 'due' AND w.attempts > 0)::int AS failed,
  count(*) FILTER (WHERE w.held)::int AS held,
  count(*) FILTER (WHERE w.kind = 'due' AND w.due_at < 'infinity')::int AS scheduled,
  min(w.created_at) FILTER (WHERE NOT w.held AND w.kind <> 'due') AS oldest`;

export const TARGET_COUNTS = `
  SELECT w.target_id AS "targetId", ${COUNTS} FROM provisioner.work w
  WHERE $1::text IS NULL OR w.target_id = $1 GROUP BY w.target_id`;

export const JOB_COUNTS = `
  SELECT ${COUNTS}, (
    SELECT json_object_agg(o.type, o.count) FROM provisioner.job_outcomes o WHERE o.job_id = $1) AS outcomes
  FROM provisioner.work w WHERE w.job_id = $1`;

export const DROP_JOB = `
  WITH dropped AS (
    DELETE FROM provisioner.work w WHERE w.job_id = $1 AND (w.lease_until IS NULL OR w.lease_until < now()) RETURNING 1
  )
  SELECT count(*)::int AS count FROM dropped`;

/** $1 target, $2 the entry in the list of results. */
export const DROP_TARGET = `
  WITH dropped AS (
    DELETE FROM provisioner.work w WHERE w.target_id = $1 RETURNING w.event_id, w.awaited
  ), counted AS (
    UPDATE provisioner.awaited a SET pending = a.pending - 1, results = a.results || $2::text
    FROM dropped d WHERE d.awaited AND a.event_id = d.event_id
    RETURNING a.*
  )
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT 'usher.settlements.v1', c.key, c.headers, c.head || array_to_string(c.results, ',') || ']}'
  FROM counted c WHERE c.pending = 0 AND c.head IS NOT NULL`;
