import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When a connection ended passing passwords on. A state of a user that is from before then is kept without the hash of
 * the password, whether it is stored already or comes late.
 */
export class PasswordEnds1764330000000 implements MigrationInterface {
  readonly name = 'PasswordEnds1764330000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provisioner.password_ends (
        connection text PRIMARY KEY,
        at timestamptz NOT NULL
      )`);
    await runner.query(WITHOUT_PASSWORD);
    await runner.query(FORGET_PASSWORD);
    await runner.query(`
      CREATE TRIGGER forget_password BEFORE INSERT OR UPDATE OF data ON provisioner.states
        FOR EACH ROW WHEN (NEW.data LIKE '%,"password":"$2%') EXECUTE FUNCTION provisioner.forget_password()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER forget_password ON provisioner.states');
    await runner.query('DROP FUNCTION provisioner.forget_password, provisioner.without_password');
    await runner.query('DROP TABLE provisioner.password_ends');
  }
}

/**
 * On the text, since `jsonb` takes no character U+0000, which an event may have: within a string the quotes would be
 * escaped, so that what is found is a member.
 */
const WITHOUT_PASSWORD = `
  CREATE FUNCTION provisioner.without_password(data text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(data, ',"password":"\\$2[^"]*"', '', 'g')
  $$`;

const FORGET_PASSWORD = `
  CREATE FUNCTION provisioner.forget_password() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM provisioner.password_ends e WHERE e.connection = NEW.connection AND e.at >= NEW.time) THEN
      NEW.data := provisioner.without_password(NEW.data);
    END IF;
    RETURN NEW;
  END $$`;
