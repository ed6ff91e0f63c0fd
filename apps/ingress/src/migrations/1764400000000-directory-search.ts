import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A trigram index finds a part of a text in any number of users. The extension comes with PostgreSQL and is trusted;
 * where it is missing or not allowed, the search works without it, only slower. New entries gather in the index's
 * pending list, so that a write costs little.
 */
const SEARCH_INDEX = `
  DO $$
  DECLARE place text;
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA ingress;
    SELECT nspname INTO place FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
      WHERE extname = 'pg_trgm';
    EXECUTE format('CREATE INDEX users_search ON ingress.users USING gin (search %I.gin_trgm_ops)', place);
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE NOTICE 'pg_trgm is not to be had (%): the directory is searched without an index', SQLERRM;
  END $$`;

/** What operators find people by, and who was deleted lately. */
export class DirectorySearch1764400000000 implements MigrationInterface {
  readonly name = 'DirectorySearch1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ingress.users
        ADD COLUMN search text COLLATE "C" NOT NULL DEFAULT '', -- folded, as searchText makes it
        ADD COLUMN active boolean NOT NULL DEFAULT true`);
    await runner.query(`
      UPDATE ingress.users SET
        active = coalesce(a -> 'active' = 'true', false),
        search = left(lower(normalize(concat_ws(E'\\n',
          a ->> 'userName', external_id, a ->> 'displayName', a -> 'name' ->> 'formatted',
          nullif(concat_ws(' ', a -> 'name' ->> 'givenName', a -> 'name' ->> 'familyName'), ''),
          (SELECT string_agg(email ->> 'value', E'\\n') FROM jsonb_array_elements(a -> 'emails') email)
        ), NFC) COLLATE "und-x-icu"), 1000)
      FROM (SELECT connection, id, attributes::jsonb AS a FROM ingress.users) old
      WHERE old.connection = users.connection AND old.id = users.id`);
    await runner.query(SEARCH_INDEX);
    await runner.query('CREATE INDEX users_inactive ON ingress.users (connection, user_name_key) WHERE NOT active');
    // The last state of who is gone, for some weeks.
    await runner.query(`
      CREATE TABLE ingress.deleted_users (
        connection text COLLATE "C" NOT NULL,
        id uuid NOT NULL,
        user_name_key text COLLATE "C" NOT NULL,
        external_id text COLLATE "C",
        revision integer NOT NULL,
        attributes text NOT NULL,
        search text COLLATE "C" NOT NULL,
        created timestamptz NOT NULL,
        modified timestamptz NOT NULL, -- when it was deleted
        CONSTRAINT deleted_users_pkey PRIMARY KEY (connection, id)
      )`);
    await runner.query('CREATE INDEX deleted_users_name ON ingress.deleted_users (connection, user_name_key)');
    await runner.query('CREATE INDEX deleted_users_modified ON ingress.deleted_users (modified)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ingress.deleted_users');
    await runner.query('ALTER TABLE ingress.users DROP COLUMN search, DROP COLUMN active');
  }
}
