import { jest } from '@jest/globals';
import {
  type Dialect,
  ENTERPRISE_USER_SCHEMA,
  type Filter,
  fold,
  GROUP,
  groupResource,
  type JsonObject,
  matches,
  parseFilter,
  type ScimAttributes,
  USER,
  userResource,
} from '@usher/scim';
import { testDatabase, type TestDatabase } from '@usher/testing';
import fc from 'fast-check';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { openIngressDatabase, openIngressPool } from '../../database.js';
import { newResourceId } from '../resource-id.js';
import { emailKeys } from '../users/email-keys.js';
import { uniqueKeys } from '../users/unique-keys.js';
import { searchStatement } from './search.repository.js';

jest.setTimeout(120_000);

const CONNECTION = 'c';
const words = [
  'Ada',
  'ada',
  'ADA',
  'Zoë',
  'zoe\u0308',
  'a',
  'work',
  'home',
  '',
  'x"y',
  "o'neil",
  '%',
  '_',
  '𝒶',
  '\uffee',
  'É',
];
const word = fc.constantFrom(...words);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const filled = word.filter((text) => text !== '');

const emails = fc.array(
  fc.record({ value: filled, type: optional(filled), primary: optional(fc.boolean()) }, { requiredKeys: ['value'] }),
  { minLength: 1, maxLength: 3 },
);
const user = fc.record({
  externalId: optional(filled),
  title: optional(word),
  displayName: optional(word),
  active: fc.boolean(),
  name: optional(fc.record({ givenName: filled })),
  emails: optional(emails),
  [ENTERPRISE_USER_SCHEMA]: optional(fc.record({ department: filled, manager: fc.record({ value: filled }) })),
});

const operator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ');
const literal = fc.oneof(
  word.map((text) => JSON.stringify(text)),
  fc.constant('null'),
);
const times = [
  '2026-01-01T00:00:00Z',
  '2026-01-01T01:00:00.005+01:00',
  '2027-01-01T00:00:00Z',
  '2020-01-01T00:00:00.000Z',
];
const time = fc.constantFrom(...times).map((text) => JSON.stringify(text));

interface Vocabulary {
  texts: string[];
  booleans: string[];
  /** Multi-valued, with the sub-attributes that are texts. */
  plurals: Record<string, string[]>;
}

const USERS: Vocabulary = {
  texts: [
    ...['userName', 'USERNAME', 'externalId', 'id', 'title', 'displayName', 'name.givenName', 'urn:x:nobody:knows'],
    ...['emails', 'emails.value', 'emails.type', 'groups.display', 'groups.value', 'meta.resourceType', 'meta.version'],
    ...[`${ENTERPRISE_USER_SCHEMA}:department`, `${ENTERPRISE_USER_SCHEMA}:manager`, 'schemas', 'foo', 'name.foo'],
    ...['urn:ietf:params:scim:schemas:core:2.0:User:title', '__proto__', 'constructor'],
  ],
  booleans: ['active', 'emails.primary'],
  plurals: { emails: ['value', 'type'], groups: ['value', 'display'] },
};
const GROUPS: Vocabulary = {
  texts: [
    'displayName',
    'externalId',
    'id',
    'members',
    'members.value',
    'members.type',
    'meta.version',
    'foo',
    'schemas',
  ],
  booleans: [],
  plurals: { members: ['value', 'type'] },
};

function filters({ texts, booleans, plurals }: Vocabulary, known: string[]): fc.Arbitrary<string> {
  const value = fc.oneof(
    literal,
    fc.constantFrom(...known).map((text) => JSON.stringify(text)),
  );
  const compareText = fc.tuple(fc.constantFrom(...texts), operator, value).map((parts) => parts.join(' '));
  const compareTime = fc
    .tuple(
      fc.constantFrom('meta.created', 'meta.lastModified'),
      operator.filter((name) => !/co|sw|ew/.test(name)),
      time,
    )
    .map((parts) => parts.join(' '));
  const present = fc.constantFrom(...texts, ...booleans, 'meta.created', 'name', 'emails').map((path) => `${path} pr`);
  const compareBoolean =
    booleans.length === 0
      ? present
      : fc
          .tuple(fc.constantFrom(...booleans), fc.constantFrom('eq', 'ne'), fc.constantFrom('true', 'false', '"False"'))
          .map((parts) => parts.join(' '));
  const inner = (subs: string[]) =>
    fc
      .array(
        fc.tuple(fc.constantFrom(...subs, 'display', 'foo'), operator, value).map((parts) => parts.join(' ')),
        {
          minLength: 1,
          maxLength: 3,
        },
      )
      .chain((terms) => fc.constantFrom(' and ', ' or ').map((joint) => terms.join(joint)));
  const valuePath = fc
    .constantFrom(...Object.keys(plurals))
    .chain((path) => inner(plurals[path] ?? []).map((filter) => `${path}[${filter}]`));
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      compareText,
      compareTime,
      present,
      compareBoolean,
      valuePath,
      fc.tuple(tie('tree'), fc.constantFrom('and', 'or'), tie('tree')).map(([a, joint, b]) => `(${a}) ${joint} (${b})`),
      tie('tree').map((filter) => `not (${filter})`),
    ),
  }));
  return tree;
}

const clean = (attributes: object): ScimAttributes => JSON.parse(JSON.stringify(attributes)) as ScimAttributes;

describe('a filter means the same in the database as in memory', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let pool: Pool;

  beforeAll(async () => {
    database = await testDatabase();
    dataSource = await openIngressDatabase(database.url);
    pool = openIngressPool(database.url);
  });

  afterAll(async () => {
    await pool.end();
    await dataSource.destroy();
    await database.drop();
  });

  async function found(dialect: Dialect, filter: Filter): Promise<string[]> {
    const part = { type: dialect.type.name, filter, sort: null };
    const { text, values } = searchStatement(CONNECTION, [part], { descending: false, count: 1000, from: { skip: 0 } });
    const { rows } = await pool.query<{ id: string | null }>(text, values);
    return rows.flatMap(({ id }) => id ?? []).sort();
  }

  async function agree(dialect: Dialect, resources: readonly JsonObject[], text: string): Promise<void> {
    const filter = parseFilter(dialect, text);
    // An order of null, or of a boolean: refused before any database is asked.
    fc.pre(filter.ok);
    if (!filter.ok) return;
    const expected = resources.filter((resource) => matches(filter.value, resource)).map(({ id }) => String(id));
    expect({ text, found: await found(dialect, filter.value) }).toEqual({ text, found: expected.sort() });
  }

  it('for users', async () => {
    const people = fc.sample(user, { numRuns: 60, seed: 7 });
    const externalIds = new Set<string>();
    const resources: JsonObject[] = [];
    for (const [index, person] of people.entries()) {
      const given = clean(person);
      if (typeof given.externalId === 'string') {
        if (externalIds.has(given.externalId)) delete given.externalId;
        else externalIds.add(given.externalId);
      }
      const attributes: ScimAttributes = { userName: `${words[index % words.length] ?? ''}${index}`, ...given };
      const id = newResourceId();
      const created = new Date(Date.UTC(2026, 0, 1, 0, 0, 0, index % 3 === 0 ? 5 : 0));
      const groups =
        index % 4 === 0 ? [{ id: newResourceId(), displayName: words[index % 5] || 'g', type: 'direct' as const }] : [];
      const keys = uniqueKeys(attributes);
      if (!keys.ok) throw new Error(keys.error.detail);
      await pool.query(
        `INSERT INTO ingress.users (connection, id, user_name_key, external_id, email_keys, revision, attributes, groups, created, modified)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
        [
          ...[CONNECTION, id, keys.value.userNameKey, keys.value.externalId, emailKeys(attributes), index + 1],
          ...[JSON.stringify(attributes), groups.length > 0 ? JSON.stringify(groups) : null, created],
        ],
      );
      const time = created.toISOString();
      resources.push(
        userResource({ id, attributes, groups, revision: index + 1, created: time, lastModified: time, baseUrl: '' }),
      );
    }
    const known = [...externalIds, String(resources[0]?.id), 'ada1', 'Ada0', 'User', 'W/"3"', ENTERPRISE_USER_SCHEMA];
    await fc.assert(
      fc.asyncProperty(filters(USERS, known), (text) => agree(USER, resources, text)),
      { numRuns: 400 },
    );
  });

  it('for groups', async () => {
    const ids = Array.from({ length: 8 }, () => newResourceId());
    const resources: JsonObject[] = [];
    for (let index = 0; index < 20; index += 1) {
      const id = newResourceId();
      const name = `${words[index % words.length] ?? ''}${index}`;
      const attributes: ScimAttributes = { displayName: name };
      if (index % 3 === 0) attributes.externalId = `e${index}`;
      const created = new Date(Date.UTC(2026, 0, 1));
      await pool.query(
        `INSERT INTO ingress.groups (connection, id, display_key, external_id, display_name, revision, attributes, created, modified)
         VALUES ($1, $2, $3, $4, $5, 1, $6, $7, $7)`,
        [CONNECTION, id, fold(name), attributes.externalId, name, JSON.stringify(attributes), created],
      );
      const members = ids
        .slice(0, index % 5)
        .map((value, at) => ({ value, kind: (['U', 'G', 'P'] as const)[at % 3] ?? 'U' }));
      for (const { value, kind } of members) {
        await pool.query('INSERT INTO ingress.members VALUES ($1, $2, $3, $4)', [CONNECTION, id, value, kind]);
      }
      const time = created.toISOString();
      const names = { U: 'User', G: 'Group', P: null } as const;
      resources.push(
        groupResource({
          id,
          attributes,
          members: members.map(({ value, kind }) => ({ value, kind: names[kind] })),
          revision: 1,
          created: time,
          lastModified: time,
          baseUrl: '',
        }),
      );
    }
    const known = [...ids.slice(0, 3), 'User', 'Group', 'e3', String(resources[1]?.id)];
    await fc.assert(
      fc.asyncProperty(filters(GROUPS, known), (text) => agree(GROUP, resources, text)),
      { numRuns: 300 },
    );
  });
});
