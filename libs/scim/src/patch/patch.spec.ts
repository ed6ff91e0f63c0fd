import {
  applyPatch,
  ENTERPRISE_USER_SCHEMA,
  GROUP,
  parsePatch,
  PATCH_SCHEMA,
  type Result,
  type ScimAttributes,
  USER,
} from '../index.js';

const user: ScimAttributes = {
  userName: 'ada',
  active: true,
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [
    { value: 'w@x', type: 'work', primary: true },
    { value: 'h@x', type: 'home' },
  ],
  [ENTERPRISE_USER_SCHEMA]: { department: 'Analysis' },
};

const message = (...Operations: object[]): object => ({ schemas: [PATCH_SCHEMA], Operations });

function patch(...operations: object[]): Result<ScimAttributes> {
  const parsed = parsePatch(USER, message(...operations));
  return parsed.ok ? applyPatch(USER, user, parsed.value.operations) : parsed;
}

const becomes = (attributes: object): object => ({ ok: true, value: attributes });
const refused = (scimType: string): object => ({
  ok: false,
  error: { status: 400, scimType, detail: expect.any(String) },
});

describe('add', () => {
  it('sets a single value', () => {
    expect(patch({ op: 'add', path: 'title', value: 'x' })).toEqual(becomes({ ...user, title: 'x' }));
  });
  it('adds to a complex value what it names, and keeps the rest', () => {
    const name = { givenName: 'Augusta', familyName: 'Lovelace', middleName: 'Ada' };
    const value = { givenName: 'Augusta', middleName: 'Ada' };
    expect(patch({ op: 'add', path: 'name', value })).toEqual(becomes({ ...user, name }));
    expect(patch({ op: 'add', value: { name: value } })).toEqual(becomes({ ...user, name }));
  });
  it('appends to a multi-valued attribute', () => {
    const result = patch({ op: 'add', path: 'emails', value: [{ value: 'o@x', type: 'other' }] });
    expect(result).toMatchObject(becomes({ emails: [{}, {}, { value: 'o@x', type: 'other' }] }));
  });
  it('takes one value without a list', () => {
    const result = patch({ op: 'add', path: 'phoneNumbers', value: { value: '1' } });
    expect(result).toEqual(becomes({ ...user, phoneNumbers: [{ value: '1' }] }));
  });
  it('does not double a value that is there', () => {
    const parsed = parsePatch(USER, message({ op: 'add', path: 'emails', value: [{ value: 'h@x', type: 'home' }] }));
    expect(parsed.ok && applyPatch(USER, user, parsed.value.operations)).toEqual({ ok: true, value: user });
  });
  it('completes a value that is there by what is new, in a copy', () => {
    const result = patch({ op: 'add', path: 'emails', value: [{ value: 'h@x', type: 'home', display: 'Home' }] });
    expect(result).toMatchObject(becomes({ emails: [{}, { value: 'h@x', type: 'home', display: 'Home' }] }));
    expect(user.emails).toEqual([expect.anything(), { value: 'h@x', type: 'home' }]);
  });
  it('takes primary from the older value when the new one has it', () => {
    expect(patch({ op: 'add', path: 'emails', value: [{ value: 'n@x', primary: true }] })).toMatchObject(
      becomes({ emails: [{ value: 'w@x', primary: false }, {}, { value: 'n@x', primary: true }] }),
    );
    expect(patch({ op: 'replace', path: 'emails[type eq "home"].primary', value: 'True' })).toMatchObject(
      becomes({ emails: [{ primary: false }, { primary: true }] }),
    );
  });
});

describe('replace', () => {
  it('replaces a multi-valued attribute as a whole', () => {
    const result = patch({ op: 'replace', path: 'emails', value: [{ value: 'n@x' }] });
    expect(result).toEqual(becomes({ ...user, emails: [{ value: 'n@x' }] }));
  });
  it('replaces the values that the filter selects, which keep what the filter says', () => {
    const result = patch({ op: 'replace', path: 'emails[type eq "work"]', value: { value: 'n@x' } });
    expect(result).toMatchObject(
      becomes({
        emails: [
          { value: 'n@x', type: 'work' },
          { value: 'h@x', type: 'home' },
        ],
      }),
    );
  });
  it('makes a value that the filter describes', () => {
    const result = patch({ op: 'replace', path: 'addresses[type eq "work" and primary eq true].country', value: 'GB' });
    expect(result).toEqual(becomes({ ...user, addresses: [{ type: 'work', primary: true, country: 'GB' }] }));
  });
  it('has no target when the filter describes none', () => {
    expect(patch({ op: 'replace', path: 'emails[value co "zzz"].type', value: 'x' })).toEqual(refused('noTarget'));
    expect(patch({ op: 'replace', path: 'emails[not (type pr)].type', value: 'x' })).toEqual(refused('noTarget'));
  });
  it('refuses a made value that the schema refuses', () => {
    expect(patch({ op: 'add', path: 'x509Certificates[value eq "<>"].type', value: 'x' })).toEqual(
      refused('invalidValue'),
    );
  });
  it('by null, an empty list or an empty e-mail is a remove', () => {
    const { emails: _, ...without } = user;
    expect(patch({ op: 'replace', path: 'emails', value: null })).toEqual(becomes(without));
    expect(patch({ op: 'replace', path: 'emails', value: [] })).toEqual(becomes(without));
    expect(patch({ op: 'replace', path: 'emails[type eq "home"].value', value: '' })).toMatchObject(
      becomes({ emails: [{ value: 'w@x' }] }),
    );
  });
});

describe('remove', () => {
  it('removes an attribute, a sub-attribute, the values selected', () => {
    const { name: _, ...nameless } = user;
    expect(patch({ op: 'remove', path: 'name' })).toEqual(becomes(nameless));
    expect(patch({ op: 'remove', path: 'name.givenName' })).toEqual(
      becomes({ ...user, name: { familyName: 'Lovelace' } }),
    );
    expect(patch({ op: 'remove', path: 'emails[type eq "HOME"]' })).toMatchObject(
      becomes({ emails: [{ value: 'w@x' }] }),
    );
  });
  it('leaves no empty shell: neither a value of labels only nor an extension without attributes', () => {
    expect(patch({ op: 'remove', path: 'emails[type eq "work"].value' })).toMatchObject(
      becomes({ emails: [{ value: 'h@x' }] }),
    );
    const { [ENTERPRISE_USER_SCHEMA]: _, ...core } = user;
    expect(patch({ op: 'remove', path: `${ENTERPRISE_USER_SCHEMA}:department` })).toEqual(becomes(core));
    expect(patch({ op: 'remove', path: ENTERPRISE_USER_SCHEMA })).toEqual(becomes(core));
  });
  it('takes active away, which is nothing that is required', () => {
    const { active: _, ...rest } = user;
    expect(patch({ op: 'remove', path: 'active' })).toEqual(becomes(rest));
    expect(patch({ op: 'replace', path: 'active', value: null })).toEqual(becomes(rest));
  });
  it('of what is not there changes nothing', () => {
    expect(patch({ op: 'remove', path: 'photos[type eq "x"].value' })).toEqual({ ok: true, value: user });
    expect(patch({ op: 'remove', path: 'photos' })).toEqual({ ok: true, value: user });
  });
});

describe('a patch as a whole', () => {
  it('is all or nothing and leaves the stored attributes alone', () => {
    const before = structuredClone(user);
    const failing = { op: 'replace', path: 'emails[value co "zzz"].type', value: 'x' };
    expect(patch({ op: 'add', path: 'emails', value: [{ value: 'n' }] }, failing)).toEqual(refused('noTarget'));
    expect(user).toEqual(before);
  });
  it('gives back the very same object when nothing changes in the end', () => {
    const result = patch({ op: 'add', path: 'title', value: 'x' }, { op: 'remove', path: 'title' });
    expect(result.ok && result.value).toBe(user);
  });
  it('refuses work that would hold up every other request', () => {
    const emails = Array.from({ length: 1000 }, (_, index) => ({ value: `v${index}` }));
    const filter = Array.from({ length: 40 }, (_, index) => `value eq "${index}"`).join(' or ');
    const operation = { op: 'remove', path: `emails[${filter}]` };
    const parsed = parsePatch(USER, message(...Array.from({ length: 2 }, () => operation)));
    expect(parsed.ok && applyPatch(USER, { userName: 'ada', active: true, emails }, parsed.value.operations)).toEqual(
      refused('invalidValue'),
    );
    expect(parsePatch(USER, message(...Array.from({ length: 1000 }, () => operation)))).toEqual(
      refused('invalidFilter'),
    );
    const keys = Array.from({ length: 5001 }, (_, index) => [`unheardOf${index}`, 'x']);
    expect(patch({ op: 'add', value: Object.fromEntries(keys) })).toEqual(refused('invalidSyntax'));
  });
  it('gives the password apart from the operations, the last one that was sent', () => {
    const passwordAfter = (...operations: object[]) => {
      const parsed = parsePatch(USER, message(...operations));
      return parsed.ok ? parsed.value.password : parsed.error;
    };
    const set = { op: 'replace', path: 'password', value: 'secret' };
    expect(passwordAfter(set)).toBe('secret');
    expect(passwordAfter(set, { op: 'add', value: { PASSWORD: 'another' } })).toBe('another');
    expect(passwordAfter(set, { op: 'remove', path: 'password' })).toBeNull();
    expect(passwordAfter({ op: 'replace', path: 'password', value: null })).toBeNull();
    expect(passwordAfter({ op: 'replace', path: 'password', value: '' })).toBeUndefined();
    expect(passwordAfter({ op: 'replace', path: 'title', value: 'x' })).toBeUndefined();
    expect(passwordAfter({ op: 'replace', path: 'password', value: { a: 1 } })).toMatchObject({ status: 400 });
  });
  it('keeps no password', () => {
    const result = patch(
      { op: 'replace', path: 'password', value: 'secret' },
      { op: 'add', value: { password: 'secret' } },
    );
    expect(result.ok && result.value).toBe(user);
  });
  it('passes over what is read-only or unknown where no path names it', () => {
    const result = patch({
      op: 'replace',
      value: { id: 'x', meta: {}, groups: [], foo: 1, 'a b': 2, ['__proto__']: { active: false } },
    });
    expect(result.ok && result.value).toBe(user);
  });
  it.each([
    ['no object', [], 'invalidSyntax'],
    ['no schemas', { Operations: [{ op: 'remove', path: 'title' }] }, 'invalidValue'],
    ['wrong schemas', { schemas: ['x'], Operations: [{ op: 'remove', path: 'title' }] }, 'invalidSyntax'],
    ['no operations', { schemas: [PATCH_SCHEMA] }, 'invalidSyntax'],
    ['an empty list of operations', message(), 'invalidSyntax'],
    ['an operation that is text', { schemas: [PATCH_SCHEMA], Operations: ['x'] }, 'invalidSyntax'],
    ['an unknown verb', message({ op: 'move', path: 'title' }), 'invalidSyntax'],
    [
      'more than 1000 operations',
      message(...Array.from({ length: 1001 }, () => ({ op: 'remove', path: 'title' }))),
      'invalidSyntax',
    ],
    ['a path that is a number', message({ op: 'add', path: 7, value: 1 }), 'invalidPath'],
    ['a malformed path', message({ op: 'add', path: 'a b', value: 1 }), 'invalidPath'],
    ['an unclosed filter', message({ op: 'add', path: 'emails[type eq "work"', value: 1 }), 'invalidPath'],
    ['a malformed filter', message({ op: 'add', path: 'emails[type is "work"]', value: {} }), 'invalidFilter'],
    ['a filter of a single value', message({ op: 'add', path: 'name[givenName eq "x"]', value: {} }), 'invalidPath'],
    ['an unknown attribute', message({ op: 'add', path: 'shoeSize', value: 1 }), 'invalidPath'],
    ['an unknown sub-attribute', message({ op: 'add', path: 'emails[type eq "work"].size', value: 1 }), 'invalidPath'],
    ['__proto__ as a path', message({ op: 'add', path: '__proto__.active', value: false }), 'invalidPath'],
    ['a read-only attribute', message({ op: 'replace', path: 'id', value: 'x' }), 'mutability'],
    ['the removal of userName', message({ op: 'remove', path: 'userName' }), 'mutability'],
    ['an empty userName', message({ op: 'replace', path: 'userName', value: '' }), 'invalidValue'],
    ['a wrong type', message({ op: 'replace', path: 'active', value: 'perhaps' }), 'invalidValue'],
    ['no value', message({ op: 'replace', path: 'title' }), 'invalidValue'],
    ['a text value without a path', message({ op: 'replace', value: 'x' }), 'invalidValue'],
    ['a remove without a path', message({ op: 'remove' }), 'noTarget'],
    [
      'the removal of the core schema',
      message({ op: 'remove', path: 'urn:ietf:params:scim:schemas:core:2.0:User' }),
      'invalidPath',
    ],
  ])('refuses %s', (_, body, scimType) => {
    expect(parsePatch(USER, body)).toEqual(refused(scimType));
  });
});

it('tells which attributes no schema knows, where they may be left out', () => {
  const value = { shoeSize: 43, name: { givenName: 'Ada', aura: 'blue' }, 'a:b:1.0:User:x': 1, 'emails.size': 2 };
  const parsed = parsePatch(
    USER,
    message({ op: 'replace', value }, { op: 'add', path: 'emails', value: [{ colour: 1 }] }),
  );
  expect(parsed).toMatchObject({
    ok: true,
    value: { ignored: ['shoeSize', 'name.aura', 'a:b:1.0:User:x', 'emails.size', 'emails.colour'] },
  });
});

it('says nothing of what any multi-valued attribute may have [RFC 7643 2.4]', () => {
  const members = [{ value: 'u1', display: 'Ada', primary: true, $ref: '../Users/u1' }];
  expect(parsePatch(GROUP, message({ op: 'add', path: 'members', value: members }))).toMatchObject({
    value: { ignored: [] },
  });
});
