import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the identity providers asked last, and since when they do. */
export class Requests1764500000000 implements MigrationInterface {
  readonly name = 'Requests1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    // The last hundred of each connection, to look at while it is set up; after a crash of the database there are none.
    await runner.query(`
      CREATE UNLOGGED TABLE ingress.requests (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        connection text COLLATE "C" NOT NULL, -- '' of a token that isn't known
        at timestamptz NOT NULL,
        method text NOT NULL,
        path text NOT NULL,
        status smallint NOT NULL,
        code text, -- the reason of a refusal, or the scimType
        detail text, -- what the client was told
        milliseconds real NOT NULL,
        source_ip text NOT NULL,
        token text,
        user_agent text,
        skipped integer NOT NULL -- requests before it that aren't kept one by one
      )`);
    await runner.query('CREATE INDEX requests_connection ON ingress.requests (connection, id)');
    await runner.query(`
      CREATE TABLE ingress.connection_use (
        connection text COLLATE "C" PRIMARY KEY,
        first_request timestamptz NOT NULL,
        last_request timestamptz NOT NULL, -- to the minute, about
        last_good timestamptz -- one that was granted
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE ingress.connection_use, ingress.requests');
  }
}
