import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The sites. `settings` is the JSON text of the settings, `secret` the sealed application password; both are null-free
 * or null together with `username` where the site's credentials are in the environment.
 *
 * `version` counts what an operator edited, each with its row in `target_versions`; `revision` counts every change, so
 * that other processes see that there is one. Deleted ones stay: their ids are never given again.
 */
export class Targets1764300000000 implements MigrationInterface {
  readonly name = 'Targets1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provisioner.targets (
        id text PRIMARY KEY,
        name text NOT NULL,
        /* Whose users it gets; *: those of every connection. */
        connection text NOT NULL,
        site_url text NOT NULL,
        username text,
        secret text,
        settings text NOT NULL,
        version integer NOT NULL DEFAULT 1,
        revision integer NOT NULL DEFAULT 1,
        paused boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX targets_name ON provisioner.targets (connection, lower(name)) WHERE deleted_at IS NULL`);
    await runner.query(`
      CREATE UNIQUE INDEX targets_site ON provisioner.targets (connection, site_url) WHERE deleted_at IS NULL`);
    await runner.query(`
      CREATE TABLE provisioner.target_versions (
        target_id text NOT NULL REFERENCES provisioner.targets,
        version integer NOT NULL,
        settings text NOT NULL,
        /* JSON text: what differs from the version before, as the audit tells it. */
        changes text NOT NULL,
        actor text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (target_id, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provisioner.target_versions, provisioner.targets');
  }
}
