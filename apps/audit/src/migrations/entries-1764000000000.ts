import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every filter's index ends in the order of the answer, so that a page is read, not sorted. */
const FILTERED = ['lower(user_name)', 'action', 'status', 'source_ip', 'target', 'target_id', 'resource_id'];

/**
 * A trigram index makes a search by substring independent of how much there is to search. The extension comes with
 * PostgreSQL and is trusted; where it is missing or not allowed, the search works without it, only slower.
 */
const SEARCH_INDEX = `
  DO $$
  DECLARE place text;
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA audit;
    SELECT nspname INTO place FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
      WHERE extname = 'pg_trgm';
    EXECUTE format('CREATE INDEX entries_search ON audit.entries USING gin (search %I.gin_trgm_ops)', place);
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE NOTICE 'pg_trgm is not to be had (%): the audit searches without an index', SQLERRM;
  END $$`;

export class Entries1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit.entries (
        id uuid PRIMARY KEY,
        occurred_at timestamptz(3) NOT NULL,
        connection text,
        kind text NOT NULL,
        action text NOT NULL,
        status text NOT NULL,
        user_name text,
        resource_id text,
        external_id text,
        source_ip inet,
        actor text,
        target text,
        target_id text,
        detail text NOT NULL,
        code text,
        trace_id text,
        changes json NOT NULL,
        revision bigint,
        cause_id uuid,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        search text NOT NULL GENERATED ALWAYS AS (lower(
          coalesce(user_name, '') || ' ' || coalesce(external_id, '') || ' ' || coalesce(actor, '') || ' ' ||
          coalesce(target, '') || ' ' || coalesce(code, '') || ' ' || detail)) STORED
      )`);
    await runner.query('CREATE INDEX entries_newest ON audit.entries (occurred_at DESC, id DESC)');
    for (const [number, column] of FILTERED.entries()) {
      await runner.query(
        `CREATE INDEX entries_filter_${number + 1} ON audit.entries (${column}, occurred_at DESC, id DESC)`,
      );
    }
    await runner.query(SEARCH_INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit.entries');
  }
}
