import type { Pool } from 'pg';

const KEPT_DAYS = 7;
const AT_ONCE = 10_000;

const DELETE_OLD = `
  DELETE FROM event_log.records WHERE (topic, position) IN (
    SELECT record.topic, record.position FROM event_log.records AS record
    WHERE record.published_at < $1
      AND NOT EXISTS (
        SELECT FROM event_log.offsets AS passed WHERE passed.topic = record.topic AND passed.position < record.position)
    LIMIT ${AT_ONCE})`;

/**
 * Deletes the records older than a week that every group that ever committed an offset of their topic has passed.
 *
 * @returns how many
 */
export async function deleteOldRecords(pool: Pick<Pool, 'query'>, now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 24 * 60 * 60 * 1000);
  let deleted = 0;
  for (;;) {
    const { rowCount } = await pool.query(DELETE_OLD, [before]);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < AT_ONCE) return deleted;
  }
}
