import {
  applyPatch,
  dialectsOf,
  type Json,
  parsePatch,
  parseResource,
  parseSchema,
  PATCH_SCHEMA,
  replaceResource,
  type Result,
  type ScimAttributes,
  USER_SCHEMA,
} from '../index.js';

const urn = 'urn:acme:2.0:User';
const parsed = parseSchema({
  id: urn,
  attributes: [
    { name: 'badge', mutability: 'immutable' },
    { name: 'pin', mutability: 'writeOnly', type: 'integer' },
    { name: 'floor', type: 'integer' },
    { name: 'since', type: 'dateTime' },
    { name: 'tags', multiValued: true },
    {
      name: 'desk',
      type: 'complex',
      subAttributes: [{ name: 'room', required: true }, { name: 'site', mutability: 'immutable' }, { name: 'note' }],
    },
    {
      name: 'keys',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'value' }, { name: 'lock', mutability: 'immutable' }],
    },
  ],
});
if (!parsed.ok) throw new Error(parsed.error.detail);
const { user } = dialectsOf({ userExtensions: [parsed.value] });

const extension = {
  badge: 'b1',
  floor: 3,
  since: '2026-01-01T00:00:00.000Z',
  tags: ['a', 'b'],
  desk: { room: '1', site: 's' },
  keys: [{ value: 'k', lock: 'l' }],
};
const ada: ScimAttributes = { userName: 'ada', active: true, [urn]: extension };

const post = (value: object): Result<unknown> => {
  const result = parseResource(user, { schemas: [USER_SCHEMA], userName: 'ada', [urn]: value });
  return result.ok ? { ok: true, value: result.value.attributes[urn] } : result;
};
const put = (value: object | undefined): Result<unknown> => {
  const result = replaceResource(user, ada, { schemas: [USER_SCHEMA], userName: 'ada', [urn]: value });
  return result.ok ? { ok: true, value: result.value.attributes[urn] } : result;
};
const patch = (...Operations: object[]): Result<unknown> => {
  const operations = parsePatch(user, { schemas: [PATCH_SCHEMA], Operations });
  if (!operations.ok) return operations;
  const result = applyPatch(user, ada, operations.value.operations);
  return result.ok ? { ok: true, value: result.value[urn] } : result;
};
const one = (op: string, path: string, value?: Json): Result<unknown> => patch({ op, path: `${urn}:${path}`, value });

const becomes = (more: object): object => ({ ok: true, value: { ...extension, ...more } });
const refused = (scimType: string): object => ({
  ok: false,
  error: { status: 400, scimType, detail: expect.any(String) },
});

describe('a custom extension in a body', () => {
  it('keeps values by their type, dates in the canonical form, and nothing that is write-only', () => {
    const given = { ...extension, pin: 7, since: '2026-01-01T02:00:00+02:00', nonsense: 1 };
    expect(post(given)).toEqual(becomes({}));
  });
  it.each([
    [{ floor: 1.5 }],
    [{ floor: '3' }],
    [{ floor: 1e15 }],
    [{ pin: 'x' }],
    [{ since: 'yesterday' }],
    [{ since: '2026-02-30T00:00:00Z' }],
    [{ since: '9999-12-31T23:59:59-01:00' }],
    [{ tags: [7] }],
    [{ desk: { note: 'x' } }],
  ])('refuses %j', (value) => {
    expect(post(value)).toEqual(refused('invalidValue'));
  });
});

describe('what is immutable', () => {
  it('is set once', () => {
    const operations = parsePatch(user, {
      schemas: [PATCH_SCHEMA],
      Operations: [{ op: 'add', path: `${urn}:badge`, value: 'b2' }],
    });
    const result = operations.ok && applyPatch(user, { userName: 'ada' }, operations.value.operations);
    expect(result).toEqual({ ok: true, value: { userName: 'ada', [urn]: { badge: 'b2' } } });
  });
  it('may be said again, and stays when a PUT does not speak of it', () => {
    expect(one('replace', 'badge', 'b1')).toEqual(becomes({}));
    expect(one('replace', 'keys[value eq "k"].lock', 'l')).toEqual(becomes({}));
    expect(put(extension)).toEqual(becomes({}));
    expect(put({ floor: 4, desk: { room: '2' } })).toEqual({
      ok: true,
      value: { floor: 4, badge: 'b1', desk: { room: '2', site: 's' } },
    });
    expect(put(undefined)).toEqual(refused('invalidValue'));
  });
  it.each([
    ['another value in PUT', put({ ...extension, badge: 'b2' })],
    ['another value in a complex one in PUT', put({ ...extension, desk: { room: '1', site: 't' } })],
    ['another value in PATCH', one('replace', 'badge', 'b2')],
    ['none', one('remove', 'badge')],
    ['none, with the whole extension', patch({ op: 'remove', path: urn })],
    ['another value in a complex one', one('add', 'desk', { site: 't' })],
    ['another value in one of many', one('replace', 'keys[value eq "k"].lock', 'm')],
    ['none in one of many', one('remove', 'keys[value eq "k"].lock')],
    ['another value in one of many by merging', one('add', 'keys', [{ value: 'k', lock: 'm' }])],
    ['another value in one of many, the rest kept', one('replace', 'keys', [{ value: 'k', lock: 'm' }])],
  ])('is refused as %s', (_, result) => {
    expect(result).toEqual(refused('mutability'));
  });
});

describe('a patch of a custom extension', () => {
  it('changes numbers and dates, and takes what is write-only', () => {
    expect(one('replace', 'floor', 0)).toEqual(becomes({ floor: 0 }));
    expect(one('replace', 'since', '2027-01-01T00:00:00Z')).toEqual(becomes({ since: '2027-01-01T00:00:00.000Z' }));
    expect(one('replace', 'pin', 7)).toEqual(becomes({}));
    expect(one('replace', 'pin', 'x')).toEqual(refused('invalidValue'));
  });
  it('changes simple multi-valued attributes', () => {
    expect(one('add', 'tags', ['b', 'c'])).toEqual(becomes({ tags: ['a', 'b', 'c'] }));
    expect(one('replace', 'tags', ['c'])).toEqual(becomes({ tags: ['c'] }));
    expect(one('remove', 'tags', ['a'])).toEqual(becomes({ tags: ['b'] }));
    expect(one('replace', 'tags[value eq "a"]', 'c')).toEqual(refused('invalidPath'));
  });
  it('takes the extension as a whole, with schemas inside of it', () => {
    const value = { schemas: [urn], floor: 4 };
    expect(patch({ op: 'add', path: urn, value })).toEqual(becomes({ floor: 4 }));
    expect(patch({ op: 'replace', value: { [urn.toUpperCase()]: value } })).toEqual(becomes({ floor: 4 }));
  });
  it('removes nothing that is required where it is', () => {
    expect(one('remove', 'desk.room')).toEqual(refused('mutability'));
    expect(one('replace', 'desk', { room: null })).toEqual(refused('mutability'));
  });
  it('leaves no complex value without what is required in it', () => {
    const operations = parsePatch(user, {
      schemas: [PATCH_SCHEMA],
      Operations: [{ op: 'add', path: `${urn}:desk.note`, value: 'x' }],
    });
    expect(operations.ok && applyPatch(user, { userName: 'ada' }, operations.value.operations)).toEqual(
      refused('invalidValue'),
    );
  });
  it('lets a change through that has nothing to do with what a newer schema requires', () => {
    const old: ScimAttributes = { userName: 'ada', active: true, [urn]: { desk: { note: 'x' } } };
    const operations = parsePatch(user, {
      schemas: [PATCH_SCHEMA],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
    expect(operations.ok && applyPatch(user, old, operations.value.operations)).toMatchObject({
      value: { active: false },
    });
  });
});
