/**
 * The entries to search in, made by the database itself: half a year of five connections, one of which was given up
 * early, with 100,000 people. Texts are worded as the audit words them. What is not real: entries don't hash to each
 * other, as no search reads the hashes.
 */

/** Days from the first entry to the last. */
export const DAYS = 180;

const GIVEN = `ARRAY['Anna','Barbara','Carlos','Dilan','Emma','Fatima','Georg','Hiro','Ines','Jonas','Katrin','Liam','Maria',
  'Noah','Olga','Pedro','Quentin','Rosa','Stefan','Tamara','Ulrich','Vera','Wei','Xenia','Yusuf','Zoe','Björn','Chloé']`;
const FAMILY = `ARRAY['Abel','Becker','Costa','Dvorak','Eriksson','Fischer','Garcia','Hansen','Ivanova','Jensen','Keller',
  'Lopez','Müller','Nakamura','Okafor','Petrov','Quist','Rossi','Schmidt','Tanaka','Ueda','Vogel','Weber','Xu','Yilmaz',
  'Zimmermann','Novak','Silva','Kowalski','Dubois']`;
const TITLES = `ARRAY['Engineer','Senior engineer','Buyer','Team lead','Accountant','Nurse','Editor','Driver','Teacher']`;
const OPERATORS = `ARRAY['Operator','anna.keller@example.com','bo.hansen@example.com','chidi.okafor@example.com']`;

const pick = (list: string, random = 'random()'): string =>
  `(${list})[1 + floor(${random} * cardinality(${list}))::int]`;

/** Connections by their share; of `onelogin` there is nothing after the first quarter. */
export const CONNECTIONS = `
  CREATE TEMP TABLE connections AS SELECT * FROM (VALUES
    ('okta', 'Okta production', 0.00, 0.55, 0, 60000, ARRAY['intranet', 'blog']),
    ('entra', 'Entra ID', 0.55, 0.85, 60000, 30000, ARRAY['intranet', 'shop', 'academy']),
    ('google', 'Google Workspace', 0.85, 0.94, 90000, 7000, ARRAY['blog']),
    ('hr', 'HR nightly', 0.94, 0.98, 97000, 2500, ARRAY['wiki']),
    ('onelogin', 'OneLogin', 0.98, 1.00, 99500, 500, ARRAY['old site'])
  ) AS c (id, actor, share_from, share_to, first_person, people, targets)`;

export const PEOPLE = `
  CREATE TEMP TABLE people AS
  SELECT number, given, family, lower(given || '.' || family) || number AS user_name,
    lower(given || '.' || family) || number || '@example' || (number % 3) || '.com' AS email,
    '00u' || substr(md5('x' || number), 1, 17) AS external_id, md5('person' || number)::uuid::text AS resource_id
  FROM (
    SELECT number, (${GIVEN})[1 + number % cardinality(${GIVEN})] AS given,
      (${FAMILY})[1 + (number / 28) % cardinality(${FAMILY})] AS family
    FROM generate_series(0, 99999) AS number) named`;

/** So many requests, the first of them at that time. */
export const requestsFrom = (count: number, begin: Date): string => `
  CREATE TEMP TABLE requests AS
  SELECT gen_random_uuid() AS id, md5('trace' || n) AS trace_id, c.id AS connection, c.actor, c.targets, action,
    '${begin.toISOString()}'::timestamptz + (floor(day * CASE c.id WHEN 'onelogin' THEN 0.25 ELSE 1 END) * 24 + (random() + random() + random()) * 8)
      * interval '1 hour' AS at,
    c.first_person + floor(c.people * random() ^ 1.5)::int AS person,
    CASE WHEN which < 0.97 THEN ('10.' || ascii(c.id) || '.0.' || floor(random() * 6)::int)::inet
      ELSE ('2001:db8:' || ascii(c.id) || '::' || floor(random() * 40)::int)::inet END AS source_ip,
    ${pick(TITLES)} AS before, ${pick(TITLES)} AS after, 1 + floor(random() * 40)::int AS revision,
    floor(random() * 300)::int AS group_number
  FROM (
    SELECT n, random() AS share, random() * ${DAYS} AS day, random() AS which, random() AS act
    FROM generate_series(1, ${count}) AS n OFFSET 0) drawn
  JOIN connections c ON share >= share_from AND share < share_to
  CROSS JOIN LATERAL (SELECT CASE WHEN act < 0.63 THEN 'update' WHEN act < 0.75 THEN 'create'
    WHEN act < 0.83 THEN 'deactivate' WHEN act < 0.85 THEN 'reactivate' WHEN act < 0.87 THEN 'delete'
    WHEN act < 0.90 THEN 'resync' WHEN act < 0.99 THEN 'group.update' ELSE 'group.create' END AS action) a`;

const COLUMNS = `id, occurred_at, connection, kind, action, status, user_name, email, login, resource_id, external_id,
  source_ip, actor, target, target_id, detail, code, trace_id, changes, execution, revision, cause_id`;

const CHANGES = `json_build_array(json_build_object('path', 'title', 'before', before, 'after', after))`;

/** The requests as entries. */
export const REQUEST_ENTRIES = `
  SELECT r.id, r.at, r.connection, 'request', r.action, 'accepted', p.user_name, p.email, NULL, p.resource_id,
    p.external_id, r.source_ip, r.actor, NULL, NULL,
    r.actor || ' asked to ' || r.action || ' ' || p.user_name ||
      CASE r.action WHEN 'update' THEN ': title ' || before || ' -> ' || after ELSE '' END,
    NULL, r.trace_id, ${CHANGES}, NULL::json, r.revision, NULL::uuid
  FROM requests r JOIN people p ON p.number = r.person WHERE r.action NOT LIKE 'group.%'
  UNION ALL
  SELECT r.id, r.at, r.connection, 'request', r.action, 'accepted', NULL, NULL, NULL, md5('group' || group_number)::uuid::text,
    '00g' || group_number, r.source_ip, r.actor, NULL, NULL,
    r.actor || ' asked to ' || substr(r.action, 7) || ' the group Team ' || group_number || ': 1 member added (' ||
      p.user_name || ')',
    NULL, r.trace_id, '[]', NULL::json, r.revision, NULL::uuid
  FROM requests r JOIN people p ON p.number = r.person WHERE r.action LIKE 'group.%'`;

/** Of each user's request one for each target of its connection. */
export const OUTCOME_ENTRIES = `
  SELECT gen_random_uuid(), r.at + ms * interval '1 ms', r.connection, 'outcome',
    CASE WHEN status <> 'succeeded' THEN 'none' WHEN action = 'resync' THEN 'update' ELSE action END, status,
    p.user_name, p.email, p.user_name, p.resource_id, p.external_id, r.source_ip, r.actor, initcap(target), target,
    CASE status WHEN 'succeeded' THEN initcap(CASE action WHEN 'resync' THEN 'update' ELSE action END) || 'd account ' || p.user_name || ' in ' || initcap(target)
      WHEN 'skipped' THEN 'Not in the scope of ' || target || ': department is not Sales'
      WHEN 'stale' THEN 'The site has a newer revision of ' || p.user_name
      WHEN 'held' THEN 'Held for approval: more departures than the budget of ' || target
      WHEN 'rejected' THEN CASE code WHEN 'login_taken' THEN 'The login ' || p.user_name || ' is taken by another account'
        WHEN 'ambiguous' THEN 'Ambiguous: two accounts could be those of ' || p.user_name
        ELSE 'WordPress refused: the e-mail address ' || p.email || ' is used by another account' END END,
    code, r.trace_id, ${CHANGES},
    json_build_object('askedAt', stamp(r.at), 'plannedAt', stamp(r.at + ms * 0.3 * interval '1 ms'),
      'calledAt', stamp(r.at + ms * 0.5 * interval '1 ms'), 'answeredAt', stamp(r.at + ms * interval '1 ms'),
      'requestMs', ceil(ms * 0.5), 'attempts', 1, 'operation', 'upsert', 'decision', json_build_array(
        json_build_object('step', 'scoped', 'rule', 'everybody', 'detail', 'in scope'),
        json_build_object('step', 'matched', 'rule', 'link', 'detail', 'account ' || p.number),
        json_build_object('step', 'mapped', 'rule', 'title <- title', 'detail', after))),
    r.revision, r.id
  FROM (
    SELECT *, CASE status WHEN 'rejected' THEN CASE WHEN chance < 0.945 THEN 'login_taken' WHEN chance < 0.95
      THEN 'ambiguous' ELSE 'email_taken' END WHEN 'skipped' THEN 'out_of_scope' WHEN 'held' THEN 'departure_budget' END AS code
    FROM (
      SELECT *, CASE WHEN chance < 0.92 THEN 'succeeded' WHEN chance < 0.955 THEN 'rejected' WHEN chance < 0.985
        THEN 'skipped' WHEN chance < 0.999 THEN 'stale' ELSE 'held' END AS status
      FROM (
        SELECT *, random() AS chance, 40 + exp(random() * 7) AS ms
        FROM requests CROSS JOIN LATERAL unnest(targets) AS target OFFSET 0) drawn) judged) r
  JOIN people p ON p.number = r.person AND r.action NOT LIKE 'group.%'`;

/** Operators' acts and refused accesses. */
export const operationEntries = (count: number, begin: Date): string => `
  SELECT gen_random_uuid(), '${begin.toISOString()}'::timestamptz + random() * ${DAYS} * interval '1 day',
    CASE WHEN act < 0.4 THEN NULL ELSE connection END, 'operation', action,
    CASE WHEN action = 'access.refuse' THEN 'rejected' ELSE 'succeeded' END, NULL, NULL, NULL, NULL, NULL,
    CASE WHEN action = 'access.refuse' THEN ('198.51.' || floor(random() * 4)::int || '.' || floor(random() * 200)::int)::inet
      ELSE ('192.0.2.' || floor(random() * 30)::int)::inet END,
    CASE WHEN action = 'access.refuse' THEN 'unknown' ELSE ${pick(OPERATORS)} END, NULL, NULL,
    CASE WHEN action = 'access.refuse' THEN 'Refused: the token is not known'
      WHEN random() < 0.002 THEN 'Put the site into quarantine' ELSE 'Done by an operator: ' || action END,
    CASE WHEN action = 'access.refuse' THEN 'invalid_token' END, md5('act' || n), '[]'::json, NULL::json,
    NULL::bigint, NULL::uuid
  FROM (
    SELECT n, random() AS act, ${pick(`ARRAY['okta','entra','google','hr']`)} AS connection,
      CASE WHEN random() < 0.6 THEN 'access.refuse'
        ELSE ${pick(`ARRAY['token.create','target.update','approval.approve','dead_letter.replay','account.link','target.pause']`)} END
        AS action
    FROM generate_series(1, ${count}) AS n OFFSET 0) drawn`;

export const stamp = `
  CREATE FUNCTION pg_temp.stamp(timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT to_char($1 AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$`;

/** Numbers the entries of a table `made` in the order of their times, and puts them where they belong. */
export const FACETS = `
  INSERT INTO audit.facets (key, connection, kind, action, status, target, target_id, actor)
  SELECT md5(row(f.*)::text), f.* FROM (
    SELECT DISTINCT connection, kind, action, status, target, target_id, actor FROM made) f`;

export const LEDGER = `
  INSERT INTO audit.entries (${COLUMNS}, position, chain, seq, facet, personal_hash, hash)
  SELECT ${COLUMNS.split(',')
    .map((name) => `m.${name.trim()}`)
    .join(
      ', ',
    )}, number, coalesce(m.connection, '-'), number, f.id, sha256(m.id::text::bytea), sha256(m.trace_id::bytea)
  FROM (SELECT *, row_number() OVER (ORDER BY occurred_at) AS number FROM made) m
  JOIN audit.facets f ON f.kind = m.kind AND f.action = m.action AND f.status = m.status
    AND f.connection IS NOT DISTINCT FROM m.connection AND f.target_id IS NOT DISTINCT FROM m.target_id
    AND f.actor IS NOT DISTINCT FROM m.actor
  ORDER BY number`;

export const MADE = `CREATE TEMP TABLE made (${COLUMNS.split(',')
  .map((name) => `${name.trim()} ${typeOf(name.trim())}`)
  .join(', ')})`;

export const intoMade = (select: string): string => `INSERT INTO made (${COLUMNS}) ${select}`;

function typeOf(column: string): string {
  if (column === 'id' || column === 'cause_id') return 'uuid';
  if (column === 'occurred_at') return 'timestamptz(3)';
  if (column === 'source_ip') return 'inet';
  if (column === 'changes' || column === 'execution') return 'json';
  return column === 'revision' ? 'bigint' : 'text';
}

export const STATISTICS = `
  INSERT INTO audit.statistics (hour, connection, kind, action, status, target_id, recorded, kept)
  SELECT date_trunc('hour', occurred_at), coalesce(connection, ''), kind, action, status, coalesce(target_id, ''),
    count(*), count(*)
  FROM made GROUP BY 1, 2, 3, 4, 5, 6`;

export const TIMES_TO_SITE = `
  INSERT INTO audit.times_to_site (hour, connection, target_id, bucket, outcomes)
  SELECT date_trunc('hour', occurred_at), connection, target_id,
    ceil(ln((execution->>'requestMs')::float8 * 2) / ln(1.2)), count(*)
  FROM made WHERE status = 'succeeded' AND kind = 'outcome' GROUP BY 1, 2, 3, 4`;

export const HEADS = `
  INSERT INTO audit.chains (chain, seq, hash)
  SELECT coalesce(connection, '-'), $1::bigint, sha256('') FROM made GROUP BY 1`;
