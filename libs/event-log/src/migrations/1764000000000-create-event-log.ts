import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Advisory lock under which records get their position, so that positions become visible in their order. */
const APPEND_LOCK = 4_921_002;

/** The outbox, and the log that stands in for Kafka on one machine. Headers are the JSON text of an object of strings. */
export class CreateEventLog1764000000000 implements MigrationInterface {
  readonly name = 'CreateEventLog1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_log.outbox (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        topic text NOT NULL,
        key text NOT NULL,
        headers text NOT NULL,
        value text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000)`);
    await runner.query(`
      CREATE TABLE event_log.records (
        topic text NOT NULL,
        position bigint GENERATED ALWAYS AS IDENTITY,
        key text NOT NULL,
        headers text NOT NULL,
        value text NOT NULL,
        published_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (topic, position)
      )`);
    await runner.query(`
      CREATE TABLE event_log.offsets (
        group_name text NOT NULL,
        topic text NOT NULL,
        position bigint NOT NULL,
        committed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (group_name, topic)
      ) WITH (fillfactor = 50)`);
    // The lock is a statement of its own before the insert, since the position is drawn while inserting: whoever
    // holds the lock draws, commits and becomes visible before the next one draws.
    await runner.query(`
      CREATE FUNCTION event_log.append(topics text[], keys text[], headers text[], contents text[]) RETURNS void
      LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(${APPEND_LOCK});
        INSERT INTO event_log.records (topic, key, headers, value)
        SELECT row.topic, row.key, row.header, row.content
        FROM unnest(topics, keys, headers, contents) WITH ORDINALITY AS row (topic, key, header, content, n)
        ORDER BY n;
        PERFORM pg_notify('usher_event_log', '');
      END $$`);
    await runner.query(`
      CREATE FUNCTION event_log.move_outbox(at_most integer) RETURNS integer
      LANGUAGE plpgsql AS $$
      DECLARE moved integer;
      BEGIN
        PERFORM pg_advisory_xact_lock(${APPEND_LOCK});
        WITH taken AS (
          DELETE FROM event_log.outbox
          WHERE position = ANY (ARRAY(SELECT position FROM event_log.outbox ORDER BY position LIMIT at_most))
          RETURNING position, topic, key, headers, value
        )
        INSERT INTO event_log.records (topic, key, headers, value)
        SELECT topic, key, headers, value FROM taken ORDER BY position;
        GET DIAGNOSTICS moved = ROW_COUNT;
        IF moved > 0 THEN
          PERFORM pg_notify('usher_event_log', '');
        END IF;
        RETURN moved;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION event_log.move_outbox, event_log.append');
    await runner.query('DROP TABLE event_log.offsets, event_log.records, event_log.outbox');
  }
}
