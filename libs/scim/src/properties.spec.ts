import fc from 'fast-check';
import {
  applyPatch,
  diffAttributes,
  ENTERPRISE_USER_SCHEMA,
  type Filter,
  matches,
  parseFilter,
  parsePatch,
  parseProjection,
  parseUser,
  PATCH_SCHEMA,
  printFilter,
  project,
  type ScimAttributes,
  USER_SCHEMA,
  userResource,
} from './index.js';

/** Text that is often nearly right. */
const word = fc.oneof(
  fc.constantFrom(
    'userName',
    'ada',
    'work',
    'home',
    'a@x',
    'True',
    'false',
    '',
    '__proto__',
    'constructor',
    'x.y',
    'é',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ maxLength: 4, unit: 'binary' }),
);
const json = fc.jsonValue({ maxDepth: 4 });
const flag = fc.constantFrom<unknown>(true, false, 'True', 'false');
const sometimesWrong = <T>(right: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: json });

const element = fc.record(
  {
    value: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('a@x', 'b@x') }, { weight: 1, arbitrary: word }),
    type: fc.constantFrom('work', 'home', 'WORK'),
    primary: fc.oneof(fc.constant(true), flag),
    display: word,
    country: word,
  },
  { requiredKeys: [] },
);
const name = fc.record({ givenName: word, familyName: word, other: json }, { requiredKeys: [] });
const extension = fc.record(
  { department: word, manager: fc.oneof(word, fc.record({ value: word })), desk: json },
  { requiredKeys: [] },
);
const plural = sometimesWrong(fc.oneof(fc.array(element, { maxLength: 3 }), element));
const user = fc.record(
  {
    schemas: fc.constant([USER_SCHEMA]),
    userName: sometimesWrong(fc.constantFrom('ada', 'grace')),
    active: sometimesWrong(flag),
    title: sometimesWrong(word),
    name: sometimesWrong(name),
    emails: plural,
    addresses: plural,
    roles: plural,
    [ENTERPRISE_USER_SCHEMA]: sometimesWrong(extension),
    password: word,
    more: json,
  },
  { requiredKeys: ['schemas', 'userName'] },
);

const path = fc.oneof(
  fc.constantFrom(
    ...['userName', 'active', 'title', 'name', 'name.givenName', 'NAME.familyname', 'emails', 'emails.value', 'roles'],
    ...['emails[type eq "work"]', 'emails[type eq "work"].value', 'emails[primary eq "True"].primary', 'addresses'],
    ...['emails[value ew "x"].display', 'addresses[type eq "home"].country', 'emails[not (type pr)]', 'password'],
    ...['roles[primary eq "True"].value', 'x509Certificates[value eq "é"].type', 'externalId', 'id', 'groups'],
    ...[ENTERPRISE_USER_SCHEMA, `${ENTERPRISE_USER_SCHEMA}:department`, `${ENTERPRISE_USER_SCHEMA}:manager`],
    ...[USER_SCHEMA, `${USER_SCHEMA}:title`, 'urn:acme:2.0:User:tag', '__proto__', 'constructor', 'nothing'],
  ),
  word,
);
const value = fc.oneof(
  word,
  flag,
  element,
  fc.array(element, { maxLength: 3 }),
  name,
  extension,
  fc.constant(null),
  json,
);
const operation = fc.record(
  {
    op: fc.constantFrom('add', 'Replace', 'remove', 'Remove', 'replace'),
    path: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('emails', 'roles', 'addresses', 'emails[type eq "home"]') },
      { weight: 5, arbitrary: path },
    ),
    value: fc.oneof(value, fc.dictionary(path, value, { maxKeys: 3 })),
  },
  { requiredKeys: ['op'] },
);
const message = fc.record({
  schemas: fc.constant([PATCH_SCHEMA]),
  Operations: fc.array(operation, { minLength: 1, maxLength: 3 }),
});

/** Stands for a stored user: whatever parseUser makes of a body. */
const stored = user.map((body) => parseUser(body)).filter((parsed) => parsed.ok);

function deepFreeze<T>(object: T): T {
  if (typeof object === 'object' && object !== null) Object.values(Object.freeze(object)).forEach(deepFreeze);
  return object;
}

/** Read again by the schema it is unchanged: it lacks nothing, has nothing over, and every type is right. */
function expectToFitSchema(attributes: ScimAttributes): void {
  const again = parseUser({ schemas: [USER_SCHEMA], ...attributes });
  expect(again).toEqual({ ok: true, value: { attributes, ignored: [] } });
}

describe('whatever comes', () => {
  it('parsing gives a value or a SCIM error and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(json, user, message), (body) => {
        for (const result of [parseUser(body), parsePatch(body)])
          if (!result.ok) expect(result.error).toMatchObject({ status: 400, scimType: expect.any(String) });
      }),
      { numRuns: 400 },
    );
  });

  it('parsing a filter or a projection gives a value or a SCIM error and never throws', () => {
    const piece = fc.constantFrom(
      'userName',
      'emails',
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
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.oneof(piece, word)).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(text, (given) => {
        const filter = parseFilter(given);
        if (filter.ok)
          expect(typeof matches(filter.value, { userName: 'ada', emails: [{ value: 'a' }] })).toBe('boolean');
        else expect(filter.error).toMatchObject({ status: 400, scimType: 'invalidFilter' });
        expect(parseProjection({ attributes: given })).toHaveProperty('ok');
      }),
      { numRuns: 400 },
    );
  });

  it('a user that is accepted fits the schema, and a second reading changes nothing', () => {
    fc.assert(
      fc.property(stored, ({ value: { attributes } }) => expectToFitSchema(attributes)),
      { numRuns: 200 },
    );
  });

  it('a patch never mutates the stored attributes, and never leaves what fails the schema', () => {
    let applied = 0;
    fc.assert(
      fc.property(stored, message, ({ value: { attributes } }, body) => {
        deepFreeze(attributes);
        const operations = parsePatch(body);
        if (!operations.ok) return;
        const result = applyPatch(attributes, operations.value);
        if (!result.ok) return;
        applied += 1;
        expectToFitSchema(result.value);
        expect(result.value === attributes).toBe(diffAttributes(attributes, result.value).length === 0);
      }),
      { numRuns: 600 },
    );
    expect(applied).toBeGreaterThan(60);
  });

  it('a projection shows part of the resource and always its id', () => {
    fc.assert(
      fc.property(stored, fc.array(path), ({ value: { attributes } }, names) => {
        const projection = parseProjection({ attributes: names.join(',') });
        if (!projection.ok) return;
        const resource = userResource({
          id: '7',
          attributes: deepFreeze(attributes),
          groups: [],
          revision: 1,
          created: '2026-01-01T00:00:00Z',
          lastModified: '2026-01-01T00:00:00Z',
          baseUrl: 'https://h',
        });
        const shown = project(resource, projection.value);
        expect(shown.id).toBe('7');
        for (const key of Object.keys(shown)) expect(resource).toHaveProperty([key]);
      }),
    );
  });
});

describe('a filter as text', () => {
  const target = fc.constantFrom(
    'userName',
    'title',
    'name.givenName',
    'externalId',
    `${ENTERPRISE_USER_SCHEMA}:department`,
  );
  const literal = fc.string().filter((text) => !/\0|\p{Surrogate}/u.test(text));
  const term = (attribute: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.oneof(
      fc
        .tuple(attribute, fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'), literal)
        .map(([at, operator, text]) => `${at} ${operator} ${JSON.stringify(text)}`),
      attribute.map((at) => `${at} pr`),
    );
  const combined = (atom: fc.Arbitrary<string>): fc.Arbitrary<string> =>
    fc.letrec<{ filter: string }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        atom,
        fc.tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter')).map((parts) => parts.join(' ')),
        tie('filter').map((inner) => `not (${inner})`),
        tie('filter').map((inner) => `(${inner})`),
      ),
    })).filter;
  const inner = combined(term(fc.constantFrom('type', 'value', 'display')));
  const filters = combined(
    fc.oneof(
      term(target),
      inner.map((text) => `emails[${text}]`),
      fc.constant('active eq true'),
    ),
  );

  it('says the same after printing and parsing', () => {
    fc.assert(
      fc.property(filters, (text) => {
        const first = parseFilter(text);
        fc.pre(first.ok || text.length > 4096);
        if (!first.ok) return;
        expect(parseFilter(printFilter(first.value))).toEqual({ ok: true, value: first.value });
      }),
      { numRuns: 200 },
    );
  });

  it('and its negation never both fit', () => {
    fc.assert(
      fc.property(filters, stored, (text, { value: { attributes } }) => {
        const filter = parseFilter(text);
        if (!filter.ok) return;
        const negated: Filter = { kind: 'not', filter: filter.value };
        expect(matches(negated, attributes)).toBe(!matches(filter.value, attributes));
      }),
      { numRuns: 200 },
    );
  });
});
