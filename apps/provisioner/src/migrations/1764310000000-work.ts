import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Taken shared by whoever takes events in, exclusively by whoever puts the latest states of a target into the queue: so
 * no event falls between a target's first filling and the events that find the target there already.
 */
const INTAKE_LOCK = 4_921_003;

/**
 * The work of the targets. `states` has every state of every user as it came (`data` is the event's JSON text), `work`
 * a row for each event and target that is not at its end yet, in whatever process that is worked on.
 */
export class Work1764310000000 implements MigrationInterface {
  readonly name = 'Work1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE provisioner.states (
        connection text NOT NULL,
        scim_id text NOT NULL,
        revision bigint NOT NULL,
        event_id text NOT NULL,
        /* The last user.resynced event that gave this revision anew. */
        resync_id text,
        type text NOT NULL,
        user_name text NOT NULL,
        active boolean NOT NULL,
        deleted boolean NOT NULL,
        data text NOT NULL,
        traceparent text,
        time timestamptz NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (connection, scim_id, revision)
      )`);
    await runner.query('CREATE INDEX states_received ON provisioner.states (received_at)');
    await runner.query('CREATE INDEX states_user ON provisioner.states (scim_id, revision)');
    await runner.query(`
      CREATE TABLE provisioner.work (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        target_id text NOT NULL,
        connection text NOT NULL,
        scim_id text NOT NULL,
        revision bigint NOT NULL,
        user_name text NOT NULL,
        event_id text NOT NULL,
        type text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('event', 'resync', 'replay', 'repair', 'due', 'approved', 'chosen')),
        /* 0 leavers, 1 events, 2 bulk */
        priority smallint NOT NULL,
        /* Not before. */
        due_at timestamptz NOT NULL DEFAULT now(),
        held boolean NOT NULL DEFAULT false,
        lease_until timestamptz,
        lease_owner text,
        attempts integer NOT NULL DEFAULT 0,
        last_error text,
        awaited boolean NOT NULL DEFAULT false,
        job_id text,
        options text,
        origin text,
        traceparent text,
        time timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (event_id, target_id)
      ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000)`);
    await runner.query('CREATE INDEX work_ready ON provisioner.work (target_id, priority, due_at, id) WHERE NOT held');
    await runner.query('CREATE INDEX work_user ON provisioner.work (target_id, scim_id, id)');
    await runner.query(`CREATE UNIQUE INDEX work_due ON provisioner.work (target_id, scim_id) WHERE kind = 'due'`);
    await runner.query('CREATE INDEX work_held ON provisioner.work (target_id, id) WHERE held');
    await runner.query(`
      CREATE TABLE provisioner.departures (
        target_id text NOT NULL,
        scim_id text NOT NULL,
        revision bigint NOT NULL,
        at timestamptz NOT NULL,
        PRIMARY KEY (target_id, scim_id, revision)
      )`);
    await runner.query('CREATE INDEX departures_at ON provisioner.departures (target_id, at)');
    await runner.query(`
      CREATE TABLE provisioner.awaited (
        event_id text PRIMARY KEY,
        pending integer NOT NULL,
        results text[] NOT NULL DEFAULT '{}',
        /* The settlement event's key, headers, and body up to its list of results; null: asked for in this service. */
        key text,
        headers text,
        head text,
        created_at timestamptz NOT NULL DEFAULT now()
      ) WITH (fillfactor = 70)`);
    await runner.query(`
      CREATE TABLE provisioner.job_outcomes (
        job_id text NOT NULL,
        type text NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (job_id, type)
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      ALTER TABLE provisioner.links
        ADD COLUMN candidates text,
        DROP CONSTRAINT links_status_check,
        ADD CONSTRAINT links_status_check CHECK (status IN
          ('active', 'inactive', 'without_roles', 'deleted', 'absent', 'rejected', 'ambiguous', 'held'))`);
    await runner.query(`CREATE INDEX links_linked ON provisioner.links (target_id) WHERE wordpress_id IS NOT NULL`);
    await runner.query(`CREATE INDEX links_ambiguous ON provisioner.links (target_id) WHERE status = 'ambiguous'`);
    await runner.query(TAKE_IN);
    await runner.query(ADMIT);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION provisioner.admit, provisioner.take_in');
    await runner.query(
      'DROP TABLE provisioner.job_outcomes, provisioner.awaited, provisioner.departures, provisioner.work, provisioner.states',
    );
    await runner.query(`DELETE FROM provisioner.links WHERE status IN ('without_roles', 'ambiguous', 'held')`);
    await runner.query(`
      DROP INDEX provisioner.links_linked, provisioner.links_ambiguous`);
    await runner.query(`
      ALTER TABLE provisioner.links
        DROP COLUMN candidates,
        DROP CONSTRAINT links_status_check,
        ADD CONSTRAINT links_status_check
          CHECK (status IN ('active', 'inactive', 'deleted', 'absent', 'rejected'))`);
  }
}

/**
 * Stores the states and puts the work that follows from them into the queue of every target that their connection
 * feeds. What was taken in before adds nothing, whatever became of it since; the copy on the express only brings it
 * forward. Statements of their own, since each sees what was committed while it waited for the one before.
 */
const TAKE_IN = `
  CREATE FUNCTION provisioner.take_in(
    connections text[], scim_ids text[], revisions bigint[], event_ids text[], types text[], user_names text[],
    actives boolean[], removals boolean[], contents text[], traceparents text[], times timestamptz[],
    expresses boolean[], awaited_keys text[], awaited_headers text[], awaited_heads text[]
  ) RETURNS TABLE (woken text) LANGUAGE plpgsql AS $$
  DECLARE
    fresh text[];
    renewed text[];
  BEGIN
    PERFORM pg_advisory_xact_lock_shared(${INTAKE_LOCK});

    WITH stored AS (
      INSERT INTO provisioner.states AS s
        (connection, scim_id, revision, event_id, type, user_name, active, deleted, data, traceparent, time)
      SELECT e.connection, e.scim_id, e.revision, e.event_id, e.type, e.user_name, e.active, e.deleted, e.content,
        e.traceparent, e.time
      FROM unnest(connections, scim_ids, revisions, event_ids, types, user_names, actives, removals, contents,
        traceparents, times)
        AS e (connection, scim_id, revision, event_id, type, user_name, active, deleted, content, traceparent, time)
      ORDER BY e.scim_id, e.revision
      ON CONFLICT DO NOTHING
      RETURNING s.event_id
    )
    SELECT coalesce(array_agg(event_id), '{}') INTO fresh FROM stored;

    WITH given AS (
      UPDATE provisioner.states s SET data = e.content, resync_id = e.event_id
      FROM unnest(connections, scim_ids, revisions, event_ids, types, contents)
        AS e (connection, scim_id, revision, event_id, type, content)
      WHERE e.type = 'user.resynced' AND e.event_id <> ALL (fresh)
        AND s.connection = e.connection AND s.scim_id = e.scim_id AND s.revision = e.revision
        AND s.event_id <> e.event_id AND s.resync_id IS DISTINCT FROM e.event_id
      RETURNING e.event_id
    )
    SELECT coalesce(array_agg(event_id), '{}') INTO renewed FROM given;

    IF true = ANY (expresses) THEN
      UPDATE provisioner.work w SET priority = 0
      FROM unnest(event_ids, expresses) AS e (event_id, express)
      WHERE e.express AND w.event_id = e.event_id AND w.priority > 0;
    END IF;

    RETURN QUERY
    WITH e AS (
      SELECT * FROM unnest(connections, scim_ids, revisions, event_ids, types, user_names, traceparents, times,
        expresses, awaited_keys, awaited_headers, awaited_heads) WITH ORDINALITY
        AS e (connection, scim_id, revision, event_id, type, user_name, traceparent, time, express, key, header, head, n)
      WHERE e.event_id = ANY (fresh) OR e.event_id = ANY (renewed)
    ), added AS (
      INSERT INTO provisioner.work AS w (target_id, connection, scim_id, revision, user_name, event_id, type, kind,
        priority, awaited, traceparent, time)
      SELECT t.id, e.connection, e.scim_id, e.revision, e.user_name, e.event_id, e.type, 'event',
        CASE WHEN e.express THEN 0 ELSE 1 END, e.head IS NOT NULL, e.traceparent, e.time
      FROM e JOIN provisioner.targets t ON t.connection IN (e.connection, '*') AND t.deleted_at IS NULL
      ORDER BY e.n
      ON CONFLICT DO NOTHING
      RETURNING w.target_id, w.event_id
    ), awaiting AS (
      INSERT INTO provisioner.awaited (event_id, pending, key, headers, head)
      SELECT e.event_id, (SELECT count(*) FROM added WHERE added.event_id = e.event_id), e.key, e.header, e.head
      FROM e WHERE e.head IS NOT NULL
      ON CONFLICT DO NOTHING
      RETURNING pending, key, headers, head
    ), settled AS (
      INSERT INTO event_log.outbox (topic, key, headers, value)
      SELECT 'usher.settlements.v1', a.key, a.headers, a.head || ']}' FROM awaiting a WHERE a.pending = 0
    )
    SELECT DISTINCT added.target_id FROM added;
  END $$`;

/**
 * Which of these departures may go, in their order: those that may are remembered, under a lock of the target, so that
 * whoever asks next sees them. One that may once may again.
 */
const ADMIT = `
  CREATE FUNCTION provisioner.admit(
    target text, scim_ids text[], revisions bigint[], at_most bigint, share double precision, minutes integer
  ) RETURNS boolean[] LANGUAGE plpgsql AS $$
  DECLARE
    allowed bigint := at_most;
    linked bigint;
    used bigint;
    moment timestamptz;
    verdicts boolean[] := '{}';
    verdict boolean;
  BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('usher departures'), hashtext(target));
    moment := clock_timestamp();
    IF share IS NOT NULL THEN
      SELECT count(*) INTO linked FROM provisioner.links l WHERE l.target_id = target AND l.wordpress_id IS NOT NULL;
      allowed := least(allowed, floor(share * linked)::bigint);
    END IF;
    SELECT count(*) INTO used FROM provisioner.departures d
      WHERE d.target_id = target AND d.at > moment - make_interval(mins => minutes);
    FOR i IN 1 .. cardinality(scim_ids) LOOP
      verdict := EXISTS (SELECT FROM provisioner.departures d
        WHERE d.target_id = target AND d.scim_id = scim_ids[i] AND d.revision = revisions[i]);
      IF NOT verdict AND (allowed IS NULL OR used < allowed) THEN
        INSERT INTO provisioner.departures VALUES (target, scim_ids[i], revisions[i], moment);
        used := used + 1;
        verdict := true;
      END IF;
      verdicts := verdicts || verdict;
    END LOOP;
    RETURN verdicts;
  END $$`;
