import { TOPICS } from '@usher/events';
import { headersSql, WANTED_USER } from '../users/many-events.js';

const COLUMNS = 'g.id, g.revision, g.display_name AS "displayName", g.attributes, g.created, g.modified';

/**
 * Whoever changes who is in which group shares the lock; where groups contain groups, one after another. A search is
 * given up after a while; a change of a hundred thousand users is not.
 */
export const SHARE_GROUPS = begin('pg_advisory_xact_lock_shared');
export const OWN_GROUPS = begin('pg_advisory_xact_lock');

function begin(lock: string): string {
  return `SELECT set_config('statement_timeout', '0', true), ${lock}(hashtextextended('usher.groups:' || $1::text, 0))`;
}

/** Connection, ids that become members: whether a group contains another, or will. */
export const IS_NESTED = `
SELECT EXISTS (SELECT FROM ingress.members WHERE connection = $1 AND kind = 'G')
  OR EXISTS (SELECT FROM ingress.groups WHERE connection = $1 AND id = ANY($2::uuid[])) AS nested`;

export const LOAD_GROUP = `SELECT ${COLUMNS} FROM ingress.groups g WHERE g.connection = $1 AND g.id = $2`;
export const LOCK_GROUP = `${LOAD_GROUP} FOR UPDATE`;

/** Connection, ids. */
export const LOAD_GROUPS = `SELECT ${COLUMNS} FROM ingress.groups g WHERE g.connection = $1 AND g.id = ANY($2::uuid[])`;
export const MEMBERS_OF_GROUPS = `
SELECT m.group_id AS id, m.value, m.kind FROM ingress.members m
WHERE m.connection = $1 AND m.group_id = ANY($2::uuid[])`;

/** Connection, group, limit. */
export const SOME_MEMBERS = `
SELECT m.value, m.kind FROM ingress.members m WHERE m.connection = $1 AND m.group_id = $2 LIMIT $3`;

/** Connection, id, display key, externalId, displayName, attributes, time. */
export const CREATE_GROUP = `
INSERT INTO ingress.groups
  (connection, id, display_key, external_id, display_name, attributes, revision, created, modified)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7)`;

/** Connection, id, display key, externalId, displayName, attributes, time. */
export const UPDATE_GROUP = `
UPDATE ingress.groups SET display_key = $3, external_id = $4, display_name = $5, attributes = $6, modified = $7,
  revision = revision + 1
WHERE connection = $1 AND id = $2`;

/** Connection, id. */
export const DELETE_GROUP = `
WITH emptied AS (DELETE FROM ingress.members WHERE connection = $1 AND group_id = $2)
DELETE FROM ingress.groups WHERE connection = $1 AND id = $2`;

/** Connection, group, time: the group leaves those that contain it, which change by that. */
export const LEAVE_PARENTS = `
WITH gone AS (
  DELETE FROM ingress.members WHERE connection = $1 AND value = $2::uuid::text AND kind = 'G' RETURNING group_id
)
UPDATE ingress.groups g SET revision = g.revision + 1, modified = $3
FROM gone WHERE g.connection = $1 AND g.id = gone.group_id`;

const UUID = `'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'`;

/** Connection, values as an IdP sends them, whether they may be externalIds: who that is. */
export const RESOLVE_MEMBERS = `
SELECT DISTINCT coalesce(u.id::text, g.id::text, x.id::text, i.value) AS value, i.value AS given,
  CASE WHEN g.id IS NOT NULL THEN 'G' WHEN coalesce(u.id, x.id) IS NOT NULL THEN 'U'
    WHEN $3::boolean THEN 'P' ELSE 'I' END AS kind
FROM (
  SELECT value, CASE WHEN value ~ ${UUID} THEN value::uuid END AS id FROM unnest($2::text[]) AS value
) i
LEFT JOIN ingress.users u ON u.connection = $1 AND u.id = i.id
LEFT JOIN ingress.groups g ON g.connection = $1 AND g.id = i.id
LEFT JOIN ingress.users x
  ON $3 AND x.connection = $1 AND x.external_id = i.value AND u.id IS NULL AND g.id IS NULL`;

/** In the order of ids, so that two changes can't wait for each other; answers those that are still there. */
export const LOCK_USERS = `
SELECT id FROM ingress.users WHERE connection = $1 AND id = ANY($2::uuid[]) ORDER BY id FOR UPDATE`;

export const MEMBERS_OF = `SELECT value, kind FROM ingress.members m WHERE m.connection = $1 AND m.group_id = $2`;

/** Connection, group, values, kinds. */
export const ADD_MEMBERS = `
INSERT INTO ingress.members (connection, group_id, value, kind)
SELECT $1, $2, value, kind::"char" FROM unnest($3::text[], $4::text[]) AS i(value, kind)
ON CONFLICT DO NOTHING RETURNING value, kind`;

/** Connection, group, values. */
export const REMOVE_MEMBERS = `
DELETE FROM ingress.members WHERE connection = $1 AND group_id = $2 AND value = ANY($3::text[])
RETURNING value, kind`;

/** Connection, group, groups that become members: those of them that contain the group. */
export const CONTAINING = `
WITH RECURSIVE up(id) AS (
  SELECT $2::uuid
  UNION
  SELECT m.group_id FROM up JOIN ingress.members m ON m.connection = $1 AND m.value = up.id::text AND m.kind = 'G'
)
SELECT id FROM up WHERE id = ANY($3::uuid[])`;

/** Connection, groups: the users in them and in the groups in them. */
export const USERS_BELOW = `
WITH RECURSIVE down(id) AS (
  SELECT unnest($2::uuid[])
  UNION
  SELECT m.value::uuid FROM down JOIN ingress.members m
    ON m.connection = $1 AND m.group_id = down.id AND m.kind = 'G'
)
SELECT DISTINCT m.value AS id FROM down JOIN ingress.members m
  ON m.connection = $1 AND m.group_id = down.id AND m.kind = 'U'`;

/**
 * Connection, users, time, headers as of `manyHeaders`, origin as JSON: gives the users the groups they are in now, and
 * publishes the whole state of those for whom that is a change. The users are locked before, so that this statement
 * sees what any other change did to their groups.
 */
export const REGROUP_USERS = `
WITH RECURSIVE affected AS (
  SELECT u.id, u.groups AS before FROM ingress.users u WHERE u.connection = $1 AND u.id = ANY($2::uuid[])
), up(user_id, group_id, direct) AS (
  SELECT a.id, m.group_id, true FROM affected a
  JOIN ingress.members m ON m.connection = $1 AND m.value = a.id::text AND m.kind = 'U'
  UNION
  SELECT up.user_id, m.group_id, false FROM up
  JOIN ingress.members m ON m.connection = $1 AND m.value = up.group_id::text AND m.kind = 'G'
), joined AS (
  SELECT user_id, group_id, bool_or(direct) AS direct FROM up GROUP BY user_id, group_id
), listed AS (
  SELECT j.user_id, '[' || string_agg(
    '{"id":"' || g.id || '","displayName":' || to_json(g.display_name)
      || ',"type":"' || CASE WHEN j.direct THEN 'direct' ELSE 'indirect' END || '"}',
    ',' ORDER BY g.id
  ) || ']' AS groups
  FROM joined j JOIN ingress.groups g ON g.connection = $1 AND g.id = j.group_id
  GROUP BY j.user_id
), changed AS (
  UPDATE ingress.users u SET groups = wanted.groups, revision = u.revision + 1, modified = $3
  FROM (SELECT a.id, a.before, l.groups FROM affected a LEFT JOIN listed l ON l.user_id = a.id) wanted
  WHERE u.connection = $1 AND u.id = wanted.id AND wanted.groups IS DISTINCT FROM wanted.before
  RETURNING u.id, u.revision, u.attributes, u.attributes::json AS parsed, u.groups, u.password, wanted.before
)
INSERT INTO event_log.outbox (topic, key, headers, value)
SELECT '${TOPICS.users}', $1 || ':' || id, ${headersSql('$4', 'gen_random_uuid()::text')},
  '{"connection":' || to_json($1::text) || ',"user":' || ${WANTED_USER}
    || ',"changes":[{"path":"groups","before":' || coalesce(before, 'null') || ',"after":' || coalesce(groups, 'null')
    || '}],"origin":' || $5::text || '}'
FROM changed ORDER BY id`;

/** Groups of any connection whose pending members have come; connection, or null for all. */
export const LINKABLE = `
SELECT DISTINCT m.connection, m.group_id AS id FROM ingress.members m
WHERE m.kind IN ('P', 'I') AND ($1::text IS NULL OR m.connection = $1) AND (
  m.kind = 'P' AND EXISTS (SELECT FROM ingress.users u WHERE u.connection = m.connection AND u.external_id = m.value)
  OR EXISTS (SELECT FROM ingress.users u WHERE u.connection = m.connection
    AND u.id = CASE WHEN m.value ~ ${UUID} THEN m.value::uuid END)
  OR EXISTS (SELECT FROM ingress.groups g WHERE g.connection = m.connection
    AND g.id = CASE WHEN m.value ~ ${UUID} THEN m.value::uuid END)
)`;

/** Connection, group. */
export const PENDING_OF = `
SELECT value, kind FROM ingress.members WHERE connection = $1 AND group_id = $2 AND kind IN ('P', 'I')`;
