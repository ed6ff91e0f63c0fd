import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the index is of; each ends in the order of the answer, so that a page is read, not sorted. */
const INDEXED = {
  facet: 'facet',
  user_name: 'lower(user_name) COLLATE "C"',
  email: 'lower(email) COLLATE "C"',
  login: 'lower(login) COLLATE "C"',
  source_ip: 'source_ip',
  source_ip_and_facet: 'source_ip, facet',
  resource_id: 'resource_id',
  code: 'code',
};

/** Columns that most entries lack, and that no answer is sorted by. */
const MOSTLY_EMPTY = ['email', 'login', 'code'];

/**
 * A trigram index makes a search by substring independent of how much there is to search. The extension comes with
 * PostgreSQL and is trusted; where it is missing or not allowed, the search works without it, only slower.
 */
const SEARCH_INDEX = `
  DO $$
  DECLARE place text;
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA audit;
    SELECT nspname INTO place FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
      WHERE extname = 'pg_trgm';
    EXECUTE format('CREATE INDEX entries_by_search ON audit.entries USING gin (search %I.gin_trgm_ops)', place);
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    RAISE NOTICE 'pg_trgm is not to be had (%): the audit searches without an index', SQLERRM;
  END $$`;

/** The entries become a ledger: by months, chained, numbered. What there was is taken over by the service. */
export class Ledger1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit.entries RENAME TO entries_before_ledger');
    await runner.query('DROP INDEX IF EXISTS audit.entries_search');
    await runner.query('ALTER TABLE audit.entries_before_ledger RENAME CONSTRAINT entries_pkey TO before_ledger_pkey');
    await createEntries(runner);
    await createFacets(runner);
    await createChains(runner);
    await createRemovals(runner);
    await createStatistics(runner);
    await createDesks(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables =
      'entries, facets, ledger, chains, checkpoints, removed, erased, cleared_ids, statistics, times_to_site';
    for (const table of [...tables.split(', '), 'policies', 'exports', 'streams']) {
      await runner.query(`DROP TABLE audit.${table}`);
    }
    await runner.query('ALTER TABLE audit.entries_before_ledger RENAME TO entries');
  }
}

async function createEntries(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE audit.entries (
      id uuid NOT NULL,
      occurred_at timestamptz(3) NOT NULL,
      connection text,
      kind text NOT NULL,
      action text NOT NULL,
      status text NOT NULL,
      user_name text,
      email text,
      login text,
      resource_id text,
      external_id text,
      source_ip inet,
      actor text,
      target text,
      target_id text,
      detail text NOT NULL,
      code text,
      trace_id text,
      changes json NOT NULL,
      execution json,
      revision bigint,
      cause_id uuid,
      recorded_at timestamptz NOT NULL DEFAULT now(),
      position bigint NOT NULL,
      chain text NOT NULL,
      seq bigint NOT NULL,
      salt bytea,
      personal_hash bytea NOT NULL,
      hash bytea NOT NULL,
      erased_by uuid,
      facet integer NOT NULL,
      search text NOT NULL GENERATED ALWAYS AS (lower(
        coalesce(user_name, '') || ' ' || coalesce(email, '') || ' ' || coalesce(login, '') || ' ' ||
        coalesce(external_id, '') || ' ' || coalesce(actor, '') || ' ' || coalesce(target, '') || ' ' ||
        coalesce(code, '') || ' ' || detail)) STORED,
      PRIMARY KEY (id, occurred_at)
    ) PARTITION BY RANGE (occurred_at)`);
  await runner.query('CREATE INDEX entries_by_time ON audit.entries (occurred_at, id)');
  for (const [name, columns] of Object.entries(INDEXED)) {
    const where = MOSTLY_EMPTY.includes(name) ? `WHERE ${name} IS NOT NULL` : '';
    await runner.query(`CREATE INDEX entries_by_${name} ON audit.entries (${columns}, occurred_at, id) ${where}`);
  }
  await runner.query('CREATE INDEX entries_by_trace ON audit.entries (trace_id)');
  await runner.query('CREATE INDEX entries_by_chain ON audit.entries (chain, seq)');
  await runner.query('CREATE INDEX entries_by_position ON audit.entries (position)');
  await runner.query(SEARCH_INDEX);
}

/** Every combination of the columns that have few values: a search by them looks up which there are, and goes to those. */
async function createFacets(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE audit.facets (
      id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      key text NOT NULL UNIQUE,
      connection text,
      kind text NOT NULL,
      action text NOT NULL,
      status text NOT NULL,
      target text,
      target_id text,
      actor text
    )`);
}

async function createChains(runner: QueryRunner): Promise<void> {
  // One row: who holds its lock is the only writer.
  await runner.query('CREATE TABLE audit.ledger (position bigint NOT NULL)');
  await runner.query('INSERT INTO audit.ledger VALUES (0)');
  await runner.query(`
    CREATE TABLE audit.chains (
      chain text PRIMARY KEY,
      seq bigint NOT NULL,
      hash bytea NOT NULL,
      checkpointed bigint NOT NULL DEFAULT 0
    )`);
  await runner.query(`
    CREATE TABLE audit.checkpoints (
      chain text NOT NULL,
      number bigint NOT NULL,
      seq bigint NOT NULL,
      hash bytea NOT NULL,
      at timestamptz(3) NOT NULL,
      tombstone uuid,
      previous bytea NOT NULL,
      key_id text,
      signature bytea,
      PRIMARY KEY (chain, number)
    )`);
}

async function createRemovals(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE audit.removed (
      chain text NOT NULL,
      from_seq bigint NOT NULL,
      to_seq bigint NOT NULL,
      end_hash bytea NOT NULL,
      tombstone uuid NOT NULL,
      PRIMARY KEY (chain, from_seq)
    )`);
  await runner.query('CREATE INDEX removed_by_tombstone ON audit.removed (tombstone)');
  await runner.query(`
    CREATE TABLE audit.erased (
      chain text NOT NULL,
      seq bigint NOT NULL,
      personal_now bytea NOT NULL,
      tombstone uuid NOT NULL,
      PRIMARY KEY (chain, seq, tombstone)
    )`);
  await runner.query('CREATE INDEX erased_by_tombstone ON audit.erased (tombstone)');
  await runner.query(`
    CREATE TABLE audit.cleared_ids (id uuid PRIMARY KEY, cleared_at timestamptz NOT NULL DEFAULT now())`);
  await runner.query('CREATE INDEX cleared_ids_by_time ON audit.cleared_ids (cleared_at)');
}

async function createStatistics(runner: QueryRunner): Promise<void> {
  // '' stands for none: a primary key takes no NULL.
  await runner.query(`
    CREATE TABLE audit.statistics (
      hour timestamptz NOT NULL,
      connection text NOT NULL,
      kind text NOT NULL,
      action text NOT NULL,
      status text NOT NULL,
      target_id text NOT NULL,
      recorded bigint NOT NULL,
      kept bigint NOT NULL,
      PRIMARY KEY (hour, connection, kind, action, status, target_id)
    )`);
  await runner.query(`
    CREATE TABLE audit.times_to_site (
      hour timestamptz NOT NULL,
      connection text NOT NULL,
      target_id text NOT NULL,
      bucket smallint NOT NULL,
      outcomes bigint NOT NULL,
      PRIMARY KEY (hour, connection, target_id, bucket)
    )`);
}

async function createDesks(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE audit.policies (
      connection text PRIMARY KEY,
      retention_days integer,
      masked text[] NOT NULL DEFAULT '{}'
    )`);
  await runner.query(`
    CREATE TABLE audit.exports (
      id uuid PRIMARY KEY,
      made_at timestamptz NOT NULL DEFAULT now(),
      actor text NOT NULL,
      source_ip inet,
      trace_id text,
      format text NOT NULL,
      filter json NOT NULL,
      ticket_hash bytea,
      ticket_expires timestamptz,
      finished_at timestamptz,
      manifest json
    )`);
  await runner.query(`
    CREATE TABLE audit.streams (
      id uuid PRIMARY KEY,
      name text NOT NULL,
      url text NOT NULL,
      format text NOT NULL,
      filter json NOT NULL,
      header_names text[] NOT NULL,
      sealed text NOT NULL,
      paused boolean NOT NULL DEFAULT false,
      position bigint NOT NULL,
      pending_until bigint,
      failures integer NOT NULL DEFAULT 0,
      last_error text,
      last_success_at timestamptz,
      next_try_at timestamptz NOT NULL DEFAULT now(),
      made_at timestamptz NOT NULL DEFAULT now()
    )`);
}
