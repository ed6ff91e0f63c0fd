import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far each site lagged behind: the longest wait that was seen in each hour; no row where nothing waited. */
export class Lag1764360000000 implements MigrationInterface {
  readonly name = 'Lag1764360000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provisioner.lag (
        hour timestamptz NOT NULL,
        target_id text NOT NULL,
        longest_ms bigint NOT NULL,
        PRIMARY KEY (hour, target_id)
      ) WITH (fillfactor = 70)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE provisioner.lag');
  }
}
