import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is needed to tell of an export whose process was killed. */
export class Exports1764410000000 implements MigrationInterface {
  readonly name = 'Exports1764410000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit.exports ADD taken_at timestamptz, ADD broken_off_at timestamptz');
    // Those were told of when they were broken off.
    await runner.query(`
      UPDATE audit.exports SET broken_off_at = now() WHERE ticket_hash IS NULL AND finished_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit.exports DROP taken_at, DROP broken_off_at');
  }
}
