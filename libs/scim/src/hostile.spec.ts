import {
  applyPatch,
  BULK_REQUEST_SCHEMA,
  GROUP,
  GROUP_SCHEMA,
  type JsonObject,
  matches,
  parseBulk,
  parseFilter,
  parsePatch,
  parseResource,
  parseSchema,
  PATCH_SCHEMA,
  type Result,
  type ScimAttributes,
  USER,
  USER_SCHEMA,
} from './index.js';

const MIB = 1_048_576;
const refused = { ok: false, error: { status: 400, scimType: expect.any(String), detail: expect.any(String) } };
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
const times = (count: number, make: (index: number) => object): object[] =>
  Array.from({ length: count }, (_, index) => make(index));
const patch = (Operations: unknown): unknown => ({ schemas: [PATCH_SCHEMA], Operations });
const user = (more: object): unknown => ({ schemas: [USER_SCHEMA], userName: 'ada', ...more });

const emails = times(1000, (index) => ({ value: `v${index}@x`, type: 'work' })) as JsonObject[];
const full: ScimAttributes = { userName: 'ada', active: true, emails };

function patched(body: unknown, current = full): Result<ScimAttributes> {
  const operations = parsePatch(USER, body);
  return operations.ok ? applyPatch(USER, current, operations.value.operations) : operations;
}

describe('a hostile filter is refused', () => {
  it.each([
    ['parentheses', '('.repeat(4096)],
    ['parentheses without end', '('.repeat(MIB)],
    ['not', 'not ('.repeat(800)],
    ['brackets', 'emails['.repeat(500)],
    ['a quote without end', `userName eq "${'\\"'.repeat(2000)}`],
    ['blanks', ' '.repeat(4096)],
    ['dots', `${'a.'.repeat(2000)}b pr`],
    ['a long value', `userName eq "${'x'.repeat(MIB)}"`],
    ['a long number', `userName eq "x" and meta.created gt ${'9'.repeat(4000)}`],
  ])('%s', (_, text) => {
    expect(parseFilter(USER, text)).toMatchObject({ ...refused, error: { scimType: 'invalidFilter' } });
  });

  it('or answered, when it is as large as may be', () => {
    const text = Array.from({ length: 290 }, () => 'id eq "abcd"')
      .join(' or ')
      .slice(0, 4090);
    const filter = parseFilter(USER, text.slice(0, text.lastIndexOf(' or ')));
    if (!filter.ok) throw new Error(filter.error.detail);
    expect(matches(filter.value, full)).toBe(false);
  });
});

describe('a hostile patch is refused', () => {
  const filter = Array.from({ length: 40 }, (_, index) => `value eq "${index}"`).join(' or ');
  it.each<[string, unknown]>([
    ['10,000 operations', patch(times(10_000, () => ({ op: 'add', path: 'title', value: 'x' })))],
    ['deep nesting', patch([{ op: 'add', path: 'title', value: nested(5000) }])],
    ['deep nesting elsewhere', { ...(patch([{ op: 'remove', path: 'title' }]) as object), x: nested(5000) }],
    ['a huge index', patch([{ op: 'add', path: 'emails[99999999999].value', value: 'x' }])],
    ['a huge index as a name', patch([{ op: 'add', path: 'emails.99999999999', value: 'x' }])],
    ['__proto__ as a path', patch([{ op: 'add', path: '__proto__.active', value: false }])],
    ['constructor as a path', patch([{ op: 'add', path: 'constructor.prototype', value: {} }])],
    ['a long path', patch([{ op: 'add', path: 'a'.repeat(MIB), value: 'x' }])],
    ['a thousand large filters', patch(times(1000, () => ({ op: 'remove', path: `emails[${filter}]` })))],
    [
      'a thousand long filters',
      patch(times(240, () => ({ op: 'remove', path: `emails[value co "${'x'.repeat(4000)}"]` }))),
    ],
    [
      'a thousand large values',
      patch(times(1000, () => ({ op: 'remove', path: 'emails', value: emails.slice(0, 8) }))),
    ],
    ['paths of a thousand values', patch(times(1000, () => ({ op: 'replace', path: 'emails.display', value: 'x' })))],
    [
      'many keys',
      patch([{ op: 'add', value: Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`a${i}`, 1])) }]),
    ],
  ])('%s', (_, body) => {
    expect(patched(body)).toEqual(refused);
  });

  it('for long values that are stored, too', () => {
    const long = times(1000, (index) => ({ value: `${index}${'X'.repeat(60_000)}` })) as JsonObject[];
    const body = patch([{ op: 'remove', path: 'emails[value co "y" or value co "z"]' }]);
    expect(patched(body, { ...full, emails: long })).toEqual(refused);
  });

  it('or done, when it asks for as much as may be', () => {
    const terms = filter.split(' or ', 8).join(' or ');
    expect(patched(patch([{ op: 'remove', path: `emails[${terms}]` }]))).toMatchObject({ ok: true });
    expect(patched(patch(times(2, () => ({ op: 'add', path: 'emails', value: emails }))))).toMatchObject({ ok: true });
  });

  it('leaves every object as it is', () => {
    const body = JSON.parse(
      `{"schemas":["${PATCH_SCHEMA}"],"Operations":[{"op":"add","value":{"__proto__":{"polluted":true},"name":{"__proto__":{"polluted":true},"givenName":"Ada"}}}]}`,
    ) as unknown;
    const result = patched(body);
    expect(result).toMatchObject({ ok: true, value: { name: { givenName: 'Ada' } } });
    expect(({} as JsonObject).polluted).toBeUndefined();
    expect((result as unknown as { value: { name: JsonObject } }).value.name.polluted).toBeUndefined();
  });
});

describe('any other hostile body is refused', () => {
  it.each<[string, () => Result<unknown>]>([
    ['nesting', () => parseResource(USER, user({ x: nested(5000) }))],
    ['values', () => parseResource(USER, user({ emails: times(50_000, () => ({ value: 'x' })) }))],
    [
      'members',
      () => parseResource(GROUP, { schemas: [GROUP_SCHEMA], displayName: 'x', members: times(50_000, () => ({})) }),
    ],
    ['blanks in base 64', () => parseResource(USER, user({ x509Certificates: [{ value: `${' '.repeat(MIB)}<` }] }))],
    ['"=" in base 64', () => parseResource(USER, user({ x509Certificates: [{ value: '='.repeat(MIB) }] }))],
    [
      'attributes in a schema',
      () => parseSchema({ id: 'urn:a1:b', attributes: times(100_000, (i) => ({ name: `a${i}` })) }),
    ],
    ['nesting in a schema', () => parseSchema({ id: 'urn:a1:b', attributes: nested(5000) })],
    ['nesting in a bulk', () => parseBulk({ schemas: [BULK_REQUEST_SCHEMA], Operations: [nested(5000)] })],
  ])('%s', (_, work) => {
    expect(work()).toEqual(refused);
  });

  it('too many operations in a bulk', () => {
    const body = { schemas: [BULK_REQUEST_SCHEMA], Operations: times(50_000, () => ({})) };
    expect(parseBulk(body)).toMatchObject({ error: { status: 413 } });
  });
});
