import {
  dialectsOf,
  GROUP,
  GROUP_SCHEMA,
  MAX_MEMBERS,
  type MemberChange,
  parsePatch,
  parseResource,
  PATCH_SCHEMA,
  replaceResource,
  splitMembers,
} from '../index.js';

const body = (more: object): object => ({ schemas: [GROUP_SCHEMA], displayName: 'Editors', ...more });
const strict = dialectsOf({ strict: true }).group;
const refused = (scimType: string): object => ({
  ok: false,
  error: { status: 400, scimType, detail: expect.any(String) },
});

function membersOf(...Operations: object[]): MemberChange[] {
  const parsed = parsePatch(GROUP, { schemas: [PATCH_SCHEMA], Operations });
  if (!parsed.ok) throw new Error(parsed.error.detail);
  const { rest, members } = splitMembers(parsed.value.operations);
  expect(rest).toEqual([]);
  return members;
}

describe('a group in a body', () => {
  it('has its members with value and type, each once, and what only a server knows passed over', () => {
    const members = [
      { value: '1', $ref: 'https://elsewhere/Users/1', display: 'Ada', type: 'user' },
      { value: '2', type: 'direct' },
      { VALUE: '1', type: 'Group' },
    ];
    expect(parseResource(GROUP, body({ externalId: 'e', members }))).toEqual({
      ok: true,
      value: {
        attributes: {
          displayName: 'Editors',
          externalId: 'e',
          members: [{ value: '1', type: 'User' }, { value: '2' }],
        },
        ignored: [],
      },
    });
  });

  it('takes members that nobody knows, in strict too', () => {
    expect(parseResource(strict, body({ members: [{ value: 'fake-member-id' }] }))).toMatchObject({ ok: true });
  });

  it(`takes ${MAX_MEMBERS} members, and no more`, () => {
    const members = Array.from({ length: MAX_MEMBERS }, (_, index) => ({ value: String(index) }));
    expect(parseResource(GROUP, body({ members }))).toMatchObject({ ok: true });
    expect(parseResource(GROUP, body({ members: [...members, { value: 'x' }] }))).toEqual(refused('invalidValue'));
  });

  it.each([
    ['no displayName', { displayName: null }, 'invalidValue'],
    ['a blank displayName', { displayName: ' ' }, 'invalidValue'],
    ['a displayName that no index can hold', { displayName: 'a'.repeat(513) }, 'invalidValue'],
    ['a member without a value, rather than losing it', { members: [{ type: 'User' }] }, 'invalidValue'],
    ['a member with an empty value', { members: [{ value: '' }] }, 'invalidValue'],
    ['the schema of a user', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'] }, 'invalidSyntax'],
  ])('is refused with %s', (_, more, scimType) => {
    expect(parseResource(GROUP, body(more))).toEqual(refused(scimType));
  });

  it('replaces what is stored', () => {
    expect(replaceResource(GROUP, { displayName: 'a', externalId: 'e' }, body({}))).toEqual({
      ok: true,
      value: { attributes: { displayName: 'Editors' }, ignored: [] },
    });
  });
});

describe('splitMembers', () => {
  it('tells what becomes of the members, in order', () => {
    expect(
      membersOf(
        { op: 'add', path: 'members', value: [{ value: '1' }, { value: '1' }, { value: '2' }] },
        { op: 'add', value: { members: [{ value: '3' }] } },
        { op: 'remove', path: 'members[value eq "1"]' },
        { op: 'remove', path: 'members[value eq "1" or value eq "2"]' },
        { op: 'remove', path: 'members', value: [{ value: '4' }] },
        { op: 'replace', path: 'members', value: [{ value: '5' }] },
        { op: 'remove', path: 'members' },
        { op: 'replace', path: `${GROUP_SCHEMA}:members`, value: [] },
      ),
    ).toEqual([
      { kind: 'add', values: ['1', '2'] },
      { kind: 'add', values: ['3'] },
      { kind: 'remove', values: ['1'] },
      { kind: 'remove', values: ['1', '2'] },
      { kind: 'remove', values: ['4'] },
      { kind: 'set', values: ['5'] },
      { kind: 'clear' },
      { kind: 'clear' },
    ]);
  });

  it('keeps a filter that no index answers', () => {
    expect(membersOf({ op: 'remove', path: 'members[type eq "Group"]' })).toEqual([
      { kind: 'removeWhere', filter: expect.objectContaining({ kind: 'compare', value: 'Group' }) },
    ]);
  });

  it('leaves the rest', () => {
    const parsed = parsePatch(GROUP, {
      schemas: [PATCH_SCHEMA],
      Operations: [{ op: 'replace', value: { id: 'x', displayName: 'New', members: [{ value: '1' }] } }],
    });
    expect(parsed.ok && splitMembers(parsed.value.operations)).toEqual({
      rest: [expect.objectContaining({ op: 'replace', value: 'New' })],
      members: [{ kind: 'set', values: ['1'] }],
    });
  });
});

describe('a patch of a group', () => {
  it.each([
    ['a member changed', { op: 'replace', path: 'members[value eq "1"].value', value: '2' }, 'mutability'],
    ['a member replaced', { op: 'replace', path: 'members[value eq "1"]', value: { value: '2' } }, 'mutability'],
    ['a part of a member removed', { op: 'remove', path: 'members[value eq "1"].type' }, 'mutability'],
    ['a member without a value', { op: 'add', path: 'members', value: [{ type: 'User' }] }, 'invalidValue'],
    ['no displayName any more', { op: 'remove', path: 'displayName' }, 'mutability'],
    ['an attribute of users', { op: 'add', path: 'userName', value: 'x' }, 'invalidPath'],
  ])('is refused with %s', (_, operation, scimType) => {
    expect(parsePatch(GROUP, { schemas: [PATCH_SCHEMA], Operations: [operation] })).toEqual(refused(scimType));
  });

  it('does not empty a strict group for a remove with a value, which the RFC does not know', () => {
    const operation = { op: 'remove', path: 'members', value: [{ value: '1' }] };
    expect(parsePatch(strict, { schemas: [PATCH_SCHEMA], Operations: [operation] })).toEqual(refused('invalidValue'));
  });
});
