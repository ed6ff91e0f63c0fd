import fc from 'fast-check';
import {
  applyPatch,
  type Dialect,
  diffAttributes,
  groupResource,
  type Json,
  type JsonObject,
  matches,
  parseBulk,
  parseFilter,
  parsePatch,
  parseProjection,
  parseResource,
  parseSchema,
  parseSearch,
  parseSort,
  printFilter,
  project,
  replaceResource,
  type Result,
  type ScimAttributes,
  splitMembers,
  userResource,
} from './index.js';
import { bodies, json, word } from './testing/bodies.js';
import { DIALECTS } from './testing/dialects.js';
import { filters } from './testing/filters.js';
import { messages, paths } from './testing/patches.js';
import { custom } from './testing/schemas.js';

const names = Object.keys(DIALECTS);
const dialectOf = (name: string): Dialect => DIALECTS[name] as Dialect;

function deepFreeze<T>(object: T): T {
  if (typeof object === 'object' && object !== null) Object.values(Object.freeze(object)).forEach(deepFreeze);
  return object;
}

function expectScimError(result: Result<unknown>): void {
  if (result.ok) return;
  expect([400, 413]).toContain(result.error.status);
  expect(result.error.detail).not.toBe('');
}

/** Read again by the schema it is unchanged: it lacks nothing, has nothing over, and every type is right. */
function expectToFitSchema(dialect: Dialect, attributes: ScimAttributes): void {
  const again = replaceResource(dialect, attributes, { schemas: [dialect.type.schema.id], ...attributes });
  expect(again).toEqual({ ok: true, value: { attributes, ignored: [] } });
}

function resourceOf({ type }: Dialect, { members: _, ...attributes }: ScimAttributes): JsonObject {
  const time = '2026-01-01T00:00:00.000Z';
  const state = { id: '7', attributes, revision: 1, created: time, lastModified: time, baseUrl: 'https://h' };
  return type.name === 'User'
    ? userResource({ ...state, groups: [{ id: 'g', displayName: 'G' }] })
    : groupResource({
        ...state,
        members: [
          { value: '1', kind: 'User' },
          { value: 'x', kind: null },
        ],
      });
}

/** Whether the one has nothing that the other hasn't; a list may have lost values. */
function isPart(shown: Json | undefined, whole: Json | undefined): boolean {
  if (Array.isArray(shown))
    return Array.isArray(whole) && shown.every((one) => whole.some((each) => isPart(one, each)));
  if (typeof shown !== 'object' || shown === null) return shown === whole;
  const of = whole as JsonObject;
  return typeof whole === 'object' && Object.keys(shown).every((key) => isPart(shown[key], of[key]));
}

/** Stands for a stored resource: whatever parseResource makes of a body. */
const stored = (dialect: Dialect): fc.Arbitrary<ScimAttributes> =>
  bodies(dialect)
    .map((body) => parseResource(dialect, body))
    .filter((parsed) => parsed.ok)
    .map(({ value: { attributes } }) => attributes);

describe.each(names)('whatever comes, in %s', (name) => {
  const dialect = dialectOf(name);
  const type = dialect.type.name;

  it('parsing a body gives a value or a SCIM error and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(json, bodies(dialect), messages(dialect)), (body) => {
        for (const result of [
          parseResource(dialect, body),
          parsePatch(dialect, body),
          parseSearch(body),
          parseBulk(body),
        ])
          expectScimError(result);
      }),
      { numRuns: 200 },
    );
  });

  it('parsing a filter, a projection or a sort gives a value or a SCIM error and never throws', () => {
    const piece = fc.constantFrom(
      'eq',
      'pr',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      '"',
      '.',
      '"a"',
      'true',
      '7',
      'null',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(piece, word, paths(dialect))).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const filter = parseFilter(dialect, given);
        expectScimError(filter);
        if (filter.ok)
          expect(typeof matches(filter.value, { userName: 'ada', emails: [{ value: 'a' }] })).toBe('boolean');
        expectScimError(parseProjection(dialect, { attributes: given }));
        expectScimError(parseSort(dialect, { sortBy: given, sortOrder: given }));
      }),
      { numRuns: 300 },
    );
  });

  it('a resource that is accepted fits the schema, and a second reading changes nothing', () => {
    fc.assert(
      fc.property(stored(dialect), (attributes) => expectToFitSchema(dialect, attributes)),
      { numRuns: 150 },
    );
  });

  it('a PUT never mutates the stored attributes, and never leaves what fails the schema', () => {
    fc.assert(
      fc.property(stored(dialect), bodies(dialect), (current, body) => {
        const result = replaceResource(dialect, deepFreeze(current), deepFreeze(body));
        expectScimError(result);
        if (result.ok) expectToFitSchema(dialect, result.value.attributes);
      }),
      { numRuns: 150 },
    );
  });

  it('a patch never mutates the stored attributes, and never leaves what fails the schema', () => {
    let applied = 0;
    fc.assert(
      fc.property(stored(dialect), messages(dialect), ({ members: _, ...attributes }, body) => {
        deepFreeze(attributes);
        const operations = parsePatch(dialect, body);
        if (!operations.ok) return;
        const { rest } = splitMembers(operations.value.operations);
        const result = applyPatch(dialect, attributes, rest);
        expectScimError(result);
        if (!result.ok) return;
        applied += 1;
        expectToFitSchema(dialect, result.value);
        expect(result.value === attributes).toBe(diffAttributes(attributes, result.value).length === 0);
      }),
      { numRuns: 400 },
    );
    expect(applied).toBeGreaterThan(15);
  });

  it('a projection shows part of the resource, by what is asked, and always its schemas and id', () => {
    fc.assert(
      fc.property(stored(dialect), fc.array(paths(dialect), { maxLength: 5 }), (attributes, asked) => {
        const resource = deepFreeze(resourceOf(dialect, attributes));
        const only = parseProjection(dialect, { attributes: asked.join(',') });
        const without = parseProjection(dialect, { excludedAttributes: asked.join(',') });
        if (!only.ok || !without.ok) return;
        for (const projection of [only.value, without.value]) {
          const shown = project(resource, projection);
          expect(shown).toMatchObject({ id: '7', schemas: resource.schemas });
          expect(isPart(shown, resource)).toBe(true);
          // Asked again for the same, it shows the same.
          expect(project(shown, projection)).toEqual(shown);
        }
        // What one shows of the top and the other doesn't: nothing is lost between them.
        if (asked.some((path) => /^[a-z]+$/i.test(path) === false)) return;
        const both = { ...project(resource, only.value), ...project(resource, without.value) };
        if (asked.length > 0) expect(Object.keys(both).sort()).toEqual(Object.keys(project(resource, null)).sort());
      }),
      { numRuns: 150 },
    );
  });

  it('a filter says the same after printing and parsing', () => {
    fc.assert(
      fc.property(filters(dialect), (text) => {
        const first = parseFilter(dialect, text);
        fc.pre(first.ok || text.length > 4096);
        if (first.ok) expect(parseFilter(dialect, printFilter(first.value))).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });

  it('a filter and its negation never both fit', () => {
    fc.assert(
      fc.property(filters(dialect), stored(dialect), (text, attributes) => {
        const filter = parseFilter(dialect, text);
        if (!filter.ok) return;
        const resource = resourceOf(dialect, attributes);
        expect(matches({ kind: 'not', filter: filter.value }, resource)).toBe(!matches(filter.value, resource));
      }),
      { numRuns: 150 },
    );
  });

  it(`knows nothing of ${type === 'User' ? 'groups' : 'users'}`, () => {
    const other = type === 'User' ? 'members' : 'userName';
    expect(parseFilter(dialect, `${other} pr`)).toMatchObject({ ok: true, value: { path: { name: other } } });
  });
});

describe('a schema', () => {
  it('that comes gives a definition or a SCIM error and never throws', () => {
    fc.assert(
      fc.property(custom, (schema) => expectScimError(parseSchema(schema))),
      { numRuns: 300 },
    );
  });
});
