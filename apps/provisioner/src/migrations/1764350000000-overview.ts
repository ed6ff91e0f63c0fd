import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a screen that shows all sites at a glance reads every few seconds. */
export class Overview1764350000000 implements MigrationInterface {
  readonly name = 'Overview1764350000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX links_rejected ON provisioner.links (target_id) WHERE status = 'rejected'`);
    await runner.query(`
      CREATE INDEX work_scheduled ON provisioner.work (target_id, due_at) WHERE kind = 'due' AND due_at < 'infinity'`);
    // When something last came to its end in a site; written every few seconds, never with the work itself.
    await runner.query(`
      CREATE TABLE provisioner.activity (
        target_id text PRIMARY KEY,
        outcome_at timestamptz NOT NULL,
        success_at timestamptz
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provisioner.activity');
    await runner.query('DROP INDEX provisioner.work_scheduled, provisioner.links_rejected');
  }
}
