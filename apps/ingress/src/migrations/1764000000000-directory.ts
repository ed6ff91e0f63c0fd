import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Connections with their tokens, and the users they provision. */
export class Directory1764000000000 implements MigrationInterface {
  readonly name = 'Directory1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ingress.connections (
        id text PRIMARY KEY,
        name text NOT NULL,
        created timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE ingress.tokens (
        id text PRIMARY KEY,
        connection text NOT NULL REFERENCES ingress.connections (id) ON DELETE CASCADE,
        name text NOT NULL,
        hash text NOT NULL UNIQUE, -- SHA-256 of the token, hex
        created timestamptz NOT NULL DEFAULT now(),
        revoked timestamptz
      )`);
    // Ids are UUIDs of version 7, so that (connection, id) is also the order of creation: one index serves reading
    // by id and paging. No foreign key to connections: its check would lock that one row in every insert.
    await runner.query(`
      CREATE TABLE ingress.users (
        connection text COLLATE "C" NOT NULL,
        id uuid NOT NULL,
        user_name_key text COLLATE "C" NOT NULL,
        external_id text COLLATE "C",
        revision integer NOT NULL,
        document text NOT NULL, -- the SCIM answer up to meta.location, which depends on the request
        CONSTRAINT users_pkey PRIMARY KEY (connection, id),
        CONSTRAINT users_user_name UNIQUE (connection, user_name_key),
        CONSTRAINT users_external_id UNIQUE (connection, external_id)
      ) WITH (fillfactor = 85)`);
    // The number of users is kept, in several rows for each connection so that concurrent creates don't queue for one.
    await runner.query(`
      CREATE TABLE ingress.user_counts (
        connection text COLLATE "C" NOT NULL,
        shard smallint NOT NULL,
        users bigint NOT NULL,
        PRIMARY KEY (connection, shard)
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ingress.user_counts, ingress.users, ingress.tokens, ingress.connections');
  }
}
