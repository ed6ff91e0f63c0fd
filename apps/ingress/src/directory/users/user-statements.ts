import { TOPICS } from '@usher/events';

/**
 * The hot statements. Each takes arrays, one element for each of several concurrent requests, and names the element by
 * its number `n`. JSON texts come joined by line feeds, which JSON text never contains: arrays would have to be quoted.
 */

export const LOAD_USERS = `
SELECT i.n::int AS n, u.revision, u.document
FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS i(connection, id, n)
JOIN ingress.users u ON u.connection = i.connection AND u.id = i.id`;

export const FIND_BY_USER_NAME = `
SELECT i.n::int AS n, u.id, u.revision, u.document
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i(connection, key, n)
JOIN ingress.users u ON u.connection = i.connection AND u.user_name_key = i.key`;

export const FIND_BY_EXTERNAL_ID = `
SELECT i.n::int AS n, u.id, u.revision, u.document
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i(connection, key, n)
JOIN ingress.users u ON u.connection = i.connection AND u.external_id = i.key`;

const OUTBOX = `
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT topic, changed.connection || ':' || changed.id, changed.headers, changed.value
  FROM changed CROSS JOIN LATERAL unnest(
    CASE WHEN changed.leaver THEN ARRAY['${TOPICS.leavers}', '${TOPICS.users}'] ELSE ARRAY['${TOPICS.users}'] END
  ) AS topic`;

/** A write for many requests, and the same for one alone: to take arrays apart costs as much as a sixth of the write. */
export interface ForManyOrOne {
  many: string;
  one: string;
}

/** Answers the numbers of those that were made; a user whose name or externalId is taken is left out. */
export const CREATE_USERS: ForManyOrOne = {
  many: createUsers(`
  SELECT * FROM unnest(
    $1::text[], $2::uuid[], $3::text[], $4::text[], string_to_array($5, E'\\n'), string_to_array($6, E'\\n'), string_to_array($7, E'\\n')
  ) WITH ORDINALITY AS t(connection, id, user_name_key, external_id, document, headers, value, n)`),
  one: createUsers(`
  SELECT $1::text AS connection, $2::uuid AS id, $3::text AS user_name_key, $4::text AS external_id,
    $5::text AS document, $6::text AS headers, $7::text AS value, 1 AS n`),
};

function createUsers(input: string): string {
  return `
WITH i AS (${input}
), made AS (
  INSERT INTO ingress.users (connection, id, user_name_key, external_id, revision, document)
  SELECT connection, id, user_name_key, external_id, 1, document FROM i ORDER BY connection, user_name_key
  ON CONFLICT DO NOTHING
  RETURNING connection, id
), counted AS (
  INSERT INTO ingress.user_counts AS c (connection, shard, users)
  SELECT connection, pg_backend_pid() % 16, count(*) FROM made GROUP BY connection ORDER BY connection
  ON CONFLICT (connection, shard) DO UPDATE SET users = c.users + excluded.users
), sent AS (
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT '${TOPICS.users}', i.connection || ':' || i.id, i.headers, i.value FROM made JOIN i USING (connection, id)
)
SELECT i.n::int AS n FROM made JOIN i USING (connection, id)`;
}

/** Compare and set on the revision; answers the numbers of those that were changed. */
export const UPDATE_USERS: ForManyOrOne = {
  many: updateUsers(`
  SELECT * FROM unnest(
    $1::text[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::bool[],
    string_to_array($7, E'\\n'), string_to_array($8, E'\\n'), string_to_array($9, E'\\n')
  ) WITH ORDINALITY AS t(connection, id, revision, user_name_key, external_id, leaver, document, headers, value, n)`),
  one: updateUsers(`
  SELECT $1::text AS connection, $2::uuid AS id, $3::int AS revision, $4::text AS user_name_key, $5::text AS external_id,
    $6::bool AS leaver, $7::text AS document, $8::text AS headers, $9::text AS value, 1 AS n`),
};

function updateUsers(input: string): string {
  return `
WITH i AS (${input}
), changed AS (
  UPDATE ingress.users u
  SET user_name_key = i.user_name_key, external_id = i.external_id, revision = i.revision, document = i.document
  FROM i WHERE u.connection = i.connection AND u.id = i.id AND u.revision = i.revision - 1
  RETURNING u.connection, u.id, i.n, i.leaver, i.headers, i.value
), sent AS (${OUTBOX}
)
SELECT n::int AS n FROM changed`;
}

/** For one user: connection, id, current revision, headers, value. */
export const DELETE_USER = `
WITH changed AS (
  DELETE FROM ingress.users WHERE connection = $1 AND id = $2 AND revision = $3
  RETURNING connection, id, true AS leaver, $4::text AS headers, $5::text AS value
), counted AS (
  INSERT INTO ingress.user_counts AS c (connection, shard, users)
  SELECT connection, pg_backend_pid() % 16, -1 FROM changed
  ON CONFLICT (connection, shard) DO UPDATE SET users = c.users + excluded.users
), sent AS (${OUTBOX}
)
SELECT 1 FROM changed`;

/** Connection, rows to skip, rows to give. The skipped rows are read from the index alone. */
export const PAGE_OF_USERS = `
SELECT u.id, u.revision, u.document
FROM (SELECT id FROM ingress.users WHERE connection = $1 ORDER BY connection, id OFFSET $2 LIMIT $3) page
JOIN ingress.users u ON u.connection = $1 AND u.id = page.id
ORDER BY u.id`;

export const COUNT_USERS =
  'SELECT coalesce(sum(users), 0)::int AS users FROM ingress.user_counts WHERE connection = $1';

/** Connection, user name key, externalId. */
export const TAKEN_KEYS = `
SELECT
  EXISTS (SELECT FROM ingress.users WHERE connection = $1 AND user_name_key = $2) AS "userName",
  EXISTS (SELECT FROM ingress.users WHERE connection = $1 AND external_id = $3) AS "externalId"`;
