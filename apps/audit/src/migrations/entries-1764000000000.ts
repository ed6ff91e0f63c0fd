import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every filter's index ends in the order of the answer, so that a page is read, not sorted. */
const FILTERED = ['lower(user_name)', 'action', 'status', 'source_ip', 'target', 'target_id', 'resource_id'];

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
        changes jsonb NOT NULL,
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
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit.entries');
  }
}
