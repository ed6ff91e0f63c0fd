import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links of SCIM users to WordPress accounts, and what was refused. `fields` is JSON text: never queried into. */
export class CreateProvisioner1764000000000 implements MigrationInterface {
  readonly name = 'CreateProvisioner1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provisioner.links (
        target_id text NOT NULL,
        scim_id text NOT NULL,
        user_name text NOT NULL,
        wordpress_id bigint,
        login text,
        revision bigint NOT NULL,
        cause_id text NOT NULL,
        status text NOT NULL CHECK (status IN ('active', 'inactive', 'deleted', 'absent', 'rejected')),
        fields text,
        state_hash text,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (target_id, scim_id)
      ) WITH (fillfactor = 80)`);
    await runner.query(`
      CREATE TABLE provisioner.dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        target_id text NOT NULL,
        scim_id text NOT NULL,
        user_name text NOT NULL,
        revision bigint NOT NULL,
        cause_id text NOT NULL,
        code text NOT NULL,
        reason text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (target_id, cause_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provisioner.dead_letters, provisioner.links');
  }
}
