import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a connection's identity provider speaks, and what each of its tokens may do. */
export class Connections1764200000000 implements MigrationInterface {
  readonly name = 'Connections1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ingress.connections
        ADD COLUMN preset text NOT NULL DEFAULT 'generic',
        ADD COLUMN strict boolean NOT NULL DEFAULT false,
        ADD COLUMN user_schemas json NOT NULL DEFAULT '[]', -- custom extensions, as RFC 7643 section 7 writes them
        ADD COLUMN group_schemas json NOT NULL DEFAULT '[]',
        ADD COLUMN rate_limit integer CHECK (rate_limit >= 0), -- requests a second for each token; null: the default
        ADD COLUMN revision integer NOT NULL DEFAULT 1, -- grows with every change, so that it is seen in passing
        ADD COLUMN archived timestamptz`);
    await runner.query(`
      ALTER TABLE ingress.tokens
        ADD COLUMN scope text NOT NULL DEFAULT 'write' CHECK (scope IN ('read', 'write')),
        ADD COLUMN networks text[] NOT NULL DEFAULT '{}', -- CIDR; empty: from anywhere
        ADD COLUMN expires timestamptz,
        ADD COLUMN last_used timestamptz`);
    await runner.query('CREATE INDEX tokens_connection ON ingress.tokens (connection)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX ingress.tokens_connection');
    await runner.query(`
      ALTER TABLE ingress.tokens
        DROP COLUMN scope, DROP COLUMN networks, DROP COLUMN expires, DROP COLUMN last_used`);
    await runner.query(`
      ALTER TABLE ingress.connections
        DROP COLUMN preset, DROP COLUMN strict, DROP COLUMN user_schemas, DROP COLUMN group_schemas,
        DROP COLUMN rate_limit, DROP COLUMN revision, DROP COLUMN archived`);
  }
}
