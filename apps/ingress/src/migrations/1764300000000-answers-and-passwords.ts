import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a connection's identity provider is answered, its passwords as hashes, and what the sites made of its events. */
export class AnswersAndPasswords1764300000000 implements MigrationInterface {
  readonly name = 'AnswersAndPasswords1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ingress.connections
        ADD COLUMN answer json NOT NULL DEFAULT '{"mode":"accepted","timeoutSeconds":10}',
        ADD COLUMN password_sync boolean NOT NULL DEFAULT false`);
    // A bcrypt hash; null: none was sent; '': the last one that was sent is too long to be passed on.
    await runner.query('ALTER TABLE ingress.users ADD COLUMN password text');
    // For as long as somebody may wait for them; after a crash of the database nobody does.
    await runner.query(`
      CREATE UNLOGGED TABLE ingress.settlements (
        cause_id text PRIMARY KEY, -- of the user's event
        targets json NOT NULL,
        settled timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX settlements_settled ON ingress.settlements (settled)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ingress.settlements');
    await runner.query('ALTER TABLE ingress.users DROP COLUMN password');
    await runner.query('ALTER TABLE ingress.connections DROP COLUMN answer, DROP COLUMN password_sync');
  }
}
