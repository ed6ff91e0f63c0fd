import { TOPICS } from '@usher/events';

/**
 * The hot statements. Each takes arrays, one element for each of several concurrent requests, and names the element by
 * its number `n`. JSON texts come joined by line feeds, which JSON text never contains: arrays would have to be quoted.
 */

const COLUMNS = 'u.id, u.revision, u.attributes, u.groups, u.created, u.modified';

export const LOAD_USERS = `
SELECT i.n::int AS n, ${COLUMNS}
FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS i(connection, id, n)
JOIN ingress.users u ON u.connection = i.connection AND u.id = i.id`;

export const FIND_BY_USER_NAME = `
SELECT i.n::int AS n, ${COLUMNS}
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i(connection, key, n)
JOIN ingress.users u ON u.connection = i.connection AND u.user_name_key = i.key`;

export const FIND_BY_EXTERNAL_ID = `
SELECT i.n::int AS n, ${COLUMNS}
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i(connection, key, n)
JOIN ingress.users u ON u.connection = i.connection AND u.external_id = i.key`;

const OUTBOX = `
  INSERT INTO event_log.outbox (topic, key, headers, value)
  SELECT topic, changed.connection || ':' || changed.id, changed.headers, changed.value
  FROM changed CROSS JOIN LATERAL unnest(
    CASE WHEN changed.leaver THEN ARRAY['${TOPICS.leavers}', '${TOPICS.users}'] ELSE ARRAY['${TOPICS.users}'] END
  ) AS topic`;

/**
 * A password is kept while the connection passes passwords on, which an operator may have ended since the request came:
 * whoever ends it waits for this statement, and then forgets what it kept.
 */
const PASSWORD = `(
    SELECT i.password FROM ingress.connections c WHERE c.id = i.connection AND c.password_sync FOR KEY SHARE
  )`;

/** Given for a password that is to be forgotten; null leaves it as it is. */
export const FORGET = '-';

/** A write for many requests, and the same for one alone: to take arrays apart costs as much as a sixth of the write. */
export interface ForManyOrOne {
  many: string;
  one: string;
}

/**
 * Answers the numbers of those that were made; a user whose name or externalId is taken is left out. `awaited`: a group
 * may name the user as a member already.
 */
export const CREATE_USERS: ForManyOrOne = {
  many: createUsers(`
  SELECT * FROM unnest(
    $1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bool[], $9::timestamptz[],
    string_to_array($10, E'\\n'), string_to_array($11, E'\\n'), string_to_array($12, E'\\n')
  ) WITH ORDINALITY
    AS t(
      connection, id, user_name_key, external_id, email_keys, password, search, active, created,
      attributes, headers, value, n
    )`),
  one: createUsers(`
  SELECT $1::text AS connection, $2::uuid AS id, $3::text AS user_name_key, $4::text AS external_id,
    $5::text AS email_keys, $6::text AS password, $7::text AS search, $8::bool AS active, $9::timestamptz AS created,
    $10::text AS attributes, $11::text AS headers, $12::text AS value, 1 AS n`),
};

function createUsers(input: string): string {
  return `
WITH i AS (${input}
), made AS (
  INSERT INTO ingress.users
    (connection, id, user_name_key, external_id, email_keys, password, search, active, revision, attributes, created,
      modified)
  SELECT connection, id, user_name_key, external_id, email_keys::text[],
    CASE WHEN i.password IS NOT NULL THEN ${PASSWORD} END, search, active, 1, attributes, created, created
  FROM i ORDER BY connection, user_name_key
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
SELECT i.n::int AS n, EXISTS (
  SELECT FROM ingress.members m
  WHERE m.connection = i.connection AND m.value IN (i.external_id, i.id::text) AND m.kind IN ('P', 'I')
) AS awaited
FROM made JOIN i USING (connection, id)`;
}

/** Compare and set on the revision; answers the numbers of those that were changed. Groups are no business of these. */
export const UPDATE_USERS: ForManyOrOne = {
  many: updateUsers(`
  SELECT * FROM unnest(
    $1::text[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::bool[], $7::text[], $8::text[],
    $9::text[], $10::bool[], $11::timestamptz[],
    string_to_array($12, E'\\n'), string_to_array($13, E'\\n'), string_to_array($14, E'\\n')
  ) WITH ORDINALITY AS t(
    connection, id, revision, user_name_key, external_id, leaver, email_keys, password,
    search, active, modified, attributes, headers, value, n
  )`),
  one: updateUsers(`
  SELECT $1::text AS connection, $2::uuid AS id, $3::int AS revision, $4::text AS user_name_key, $5::text AS external_id,
    $6::bool AS leaver, $7::text AS email_keys, $8::text AS password,
    $9::text AS search, $10::bool AS active, $11::timestamptz AS modified,
    $12::text AS attributes, $13::text AS headers, $14::text AS value, 1 AS n`),
};

function updateUsers(input: string): string {
  return `
WITH i AS (${input}
), changed AS (
  UPDATE ingress.users u
  SET user_name_key = i.user_name_key, external_id = i.external_id, email_keys = i.email_keys::text[],
    password = CASE WHEN i.password IS NULL THEN u.password ELSE nullif(${PASSWORD}, '${FORGET}') END,
    search = i.search, active = i.active, revision = i.revision, attributes = i.attributes, modified = i.modified
  FROM i WHERE u.connection = i.connection AND u.id = i.id AND u.revision = i.revision - 1
  RETURNING u.connection, u.id, i.n, i.leaver, i.headers, i.value
), sent AS (${OUTBOX}
)
SELECT n::int AS n FROM changed`;
}

/** For one user: connection, id, current revision, headers, value. Its last state is kept for a while. */
export const DELETE_USER = `
WITH changed AS (
  DELETE FROM ingress.users WHERE connection = $1 AND id = $2 AND revision = $3
  RETURNING connection, id, true AS leaver, $4::text AS headers, $5::text AS value,
    user_name_key, external_id, attributes, search, created
), kept AS (
  INSERT INTO ingress.deleted_users
    (connection, id, user_name_key, external_id, revision, attributes, search, created, modified)
  SELECT connection, id, user_name_key, external_id, $3 + 1, attributes, search, created, now() FROM changed
), counted AS (
  INSERT INTO ingress.user_counts AS c (connection, shard, users)
  SELECT connection, pg_backend_pid() % 16, -1 FROM changed
  ON CONFLICT (connection, shard) DO UPDATE SET users = c.users + excluded.users
), sent AS (${OUTBOX}
)
SELECT 1 FROM changed`;

/** The groups that name the user as a member: locked before the user is, as whatever changes a group does. */
export const LOCK_GROUPS_OF_USER = `
SELECT id FROM ingress.groups WHERE connection = $1 AND id IN (
  SELECT group_id FROM ingress.members WHERE connection = $1 AND value = $2::uuid::text
) ORDER BY id FOR UPDATE`;

/** Connection, user, time: the user leaves its groups, which change by that. */
export const LEAVE_GROUPS = `
WITH gone AS (
  DELETE FROM ingress.members WHERE connection = $1 AND value = $2::uuid::text RETURNING group_id
)
UPDATE ingress.groups g SET revision = g.revision + 1, modified = $3
FROM gone WHERE g.connection = $1 AND g.id = gone.group_id`;

/** Connection, rows to skip, rows to give. The skipped rows are read from the index alone. */
export const PAGE_OF_USERS = `
SELECT ${COLUMNS}
FROM (SELECT id FROM ingress.users WHERE connection = $1 ORDER BY connection, id OFFSET $2 LIMIT $3) page
JOIN ingress.users u ON u.connection = $1 AND u.id = page.id
ORDER BY u.id`;

/** Connection, id after which to begin, rows to give. */
export const USERS_AFTER = `
SELECT ${COLUMNS} FROM ingress.users u WHERE u.connection = $1 AND u.id > $2 ORDER BY u.connection, u.id LIMIT $3`;

export const COUNT_USERS =
  'SELECT coalesce(sum(users), 0)::int AS users FROM ingress.user_counts WHERE connection = $1';

/** Connection, user name key, externalId. */
export const TAKEN_KEYS = `
SELECT
  EXISTS (SELECT FROM ingress.users WHERE connection = $1 AND user_name_key = $2) AS "userName",
  EXISTS (SELECT FROM ingress.users WHERE connection = $1 AND external_id = $3) AS "externalId"`;

/** Connection, userId, externalId: whether a group names the user before it is linked to it. */
export const IS_AWAITED = `
SELECT EXISTS (
  SELECT FROM ingress.members WHERE connection = $1 AND value IN ($2::text, $3::text) AND kind IN ('P', 'I')
) AS awaited`;

/** Connection, id: the hash of the password, which no other statement reads. */
export const PASSWORD_OF = 'SELECT password FROM ingress.users WHERE connection = $1 AND id = $2';
