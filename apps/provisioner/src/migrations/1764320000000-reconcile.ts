import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Long work on a whole site, and what a comparison with the site found. `options`, `cursor`, `counts`, `wanted` and
 * `found` are JSON text: never queried into.
 */
export class Reconcile1764320000000 implements MigrationInterface {
  readonly name = 'Reconcile1764320000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(EMAIL_OF);
    await runner.query(`
      ALTER TABLE provisioner.states ADD COLUMN email text GENERATED ALWAYS AS (provisioner.email_of(data)) STORED`);
    await runner.query(`CREATE INDEX states_name ON provisioner.states (lower(user_name))`);
    await runner.query(`CREATE INDEX states_email ON provisioner.states (email) WHERE email IS NOT NULL`);
    await runner.query(`
      CREATE TABLE provisioner.jobs (
        id uuid PRIMARY KEY,
        target_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('resync', 'reconcile', 'repair', 'import', 'replay')),
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
        options text NOT NULL DEFAULT '{}',
        cursor text,
        total integer,
        done integer NOT NULL DEFAULT 0,
        counts text NOT NULL DEFAULT '{}',
        origin text NOT NULL,
        actor text NOT NULL,
        error text,
        lease_by uuid,
        lease_until timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      )`);
    // Two runs of one kind over one site would only do the same twice.
    await runner.query(
      `CREATE UNIQUE INDEX jobs_running ON provisioner.jobs (target_id, kind) WHERE state = 'running'`,
    );
    await runner.query(`CREATE INDEX jobs_by_time ON provisioner.jobs (started_at DESC, id DESC)`);

    // Whom a reconciliation has dealt with; what is left has no account in the site. Gone with the job's end.
    await runner.query(`
      CREATE TABLE provisioner.reconciled (
        job_id uuid NOT NULL REFERENCES provisioner.jobs (id) ON DELETE CASCADE,
        scim_id text NOT NULL,
        compared boolean NOT NULL,
        PRIMARY KEY (job_id, scim_id)
      )`);
    await runner.query(`
      CREATE TABLE provisioner.drift (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        target_id text NOT NULL,
        subject text NOT NULL,
        scim_id text,
        connection text,
        user_name text,
        wordpress_id bigint,
        login text,
        site_revision bigint NOT NULL,
        attribute_group text NOT NULL,
        path text NOT NULL,
        wanted text NOT NULL,
        found text NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'asked', 'repairing', 'repaired', 'gone', 'dismissed')),
        note text,
        first_seen timestamptz NOT NULL DEFAULT now(),
        last_seen timestamptz NOT NULL DEFAULT now(),
        closed_at timestamptz,
        seen_by uuid,
        repaired_by uuid,
        UNIQUE (target_id, subject, path)
      )`);
    await runner.query(`CREATE INDEX drift_unseen ON provisioner.drift (target_id, state)`);
    await runner.query(`CREATE INDEX drift_repairs ON provisioner.drift (repaired_by) WHERE state = 'repairing'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX provisioner.states_name');
    await runner.query('ALTER TABLE provisioner.states DROP COLUMN email');
    await runner.query('DROP FUNCTION provisioner.email_of');
    await runner.query('DROP TABLE provisioner.drift, provisioner.reconciled, provisioner.jobs');
  }
}

/**
 * The primary e-mail address, else the first, in lower case, by which a user is found for an account of a site. An event
 * is stored whatever is in it: one that PostgreSQL can't take apart (it has no character U+0000) has no address.
 */
const EMAIL_OF = `
  CREATE FUNCTION provisioner.email_of(data text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
  DECLARE
    emails json;
  BEGIN
    emails := data::json -> 'user' -> 'attributes' -> 'emails';
    IF json_typeof(emails) IS DISTINCT FROM 'array' THEN RETURN NULL; END IF;
    RETURN (
      SELECT lower(e.value ->> 'value') FROM json_array_elements(emails) WITH ORDINALITY AS e (value, n)
      WHERE json_typeof(e.value) = 'object' AND e.value ->> 'value' <> ''
      ORDER BY (e.value ->> 'primary') IS NOT DISTINCT FROM 'true' DESC, n LIMIT 1);
  EXCEPTION WHEN others THEN
    RETURN NULL;
  END $$`;
