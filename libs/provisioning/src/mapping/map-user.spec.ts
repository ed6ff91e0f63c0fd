import fc from 'fast-check';
import { Subject } from '../subject.js';
import { policyOf, userOf } from '../testing/fixtures.js';
import type { Json, Link } from '../types.js';
import { wordpressLocale } from './locale.js';
import { mapUser } from './map-user.js';

type Attributes = { [name: string]: Json };

const map = (attributes: Attributes, settings = {}, link: Pick<Link, 'fields'> | null = null, userName = 'jane') =>
  mapUser(policyOf(settings).compiled.mapping, new Subject(userOf({ attributes, userName })), link);

describe('the default mapping', () => {
  it('maps every attribute that WordPress has a field for', () => {
    const attributes: { [name: string]: Json } = {
      name: { givenName: 'Jane', familyName: 'Doe', formatted: 'Dr Jane Doe' },
      displayName: 'Jane D.',
      nickName: 'JD',
      profileUrl: 'https://example.org/jane',
      locale: 'de-CH',
      emails: [{ value: 'home@example.org' }, { value: 'work@example.org', primary: true }],
    };
    expect(map(attributes)).toMatchObject({
      ...{ login: 'jane', email: 'work@example.org' },
      fields: {
        first_name: 'Jane',
        last_name: 'Doe',
        display_name: 'Jane D.',
        nickname: 'JD',
        user_url: 'https://example.org/jane',
        locale: 'de_CH',
      },
    });
  });

  it.each([
    [{ displayName: ' ', name: { formatted: 'Dr Jane' } }, 'Dr Jane'],
    [{ name: { givenName: 'Jane', familyName: 'Doe' } }, 'Jane Doe'],
    [{ name: { familyName: 'Doe' } }, 'Doe'],
    [{ name: 'Jane' }, undefined],
    [{}, undefined],
  ])('finds the display name in %j', (attributes, expected) => {
    expect(map(attributes as Attributes).fields.display_name).toBe(expected);
  });

  it.each([
    [[{ value: 'a@x.org' }, { value: 'b@x.org' }], 'jane', 'a@x.org'],
    [[{ value: '' }, { value: 'b@x.org' }], 'jane', 'b@x.org'],
    [[], 'jane@x.org', 'jane@x.org'],
    [null, 'jane', undefined],
    [[null, 'x', 7], 'jane', undefined],
  ] as [Json, string, string | undefined][])(
    'takes the e-mail address from %j and user name %s',
    (emails, name, expected) => {
      expect(map({ emails }, {}, null, name).email).toBe(expected);
    },
  );

  it('leaves alone what the IdP never sent, and clears what it sends no more', () => {
    const fields = { first_name: 'Jane', nickname: 'JD', locale: 'de_DE' };
    expect(map({}, {}, { fields }).fields).toEqual({ first_name: '', locale: '', nickname: 'jane' });
  });
});

describe('a rule of the mapping', () => {
  const attributes: Attributes = {
    name: { givenName: 'Jane', familyName: 'Doe' },
    title: ' Editor ',
    emails: [
      { value: 'home@x.org', type: 'home' },
      { value: 'work@x.org', type: 'work' },
    ],
    addresses: [{ formatted: 'Some street', type: 'work' }],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales', manager: { value: 'boss' } },
    'urn:example:Own': { level: 7, outside: true },
  };
  const meta = (from: object, more = {}) =>
    map(attributes, { mapping: [{ to: 'meta.key', from, ...more }] }).meta.key ?? undefined;

  it.each([
    [{ path: 'title' }, 'Editor'],
    [{ path: 'TITLE' }, 'Editor'],
    [{ path: 'emails[type eq "work"].value' }, 'work@x.org'],
    [{ path: 'emails[type eq "other"].value' }, undefined],
    [{ path: 'emails' }, 'home@x.org'],
    [{ path: 'addresses.formatted' }, 'Some street'],
    [{ path: 'addresses' }, undefined],
    [{ path: 'name' }, undefined],
    [{ path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department' }, 'Sales'],
    [{ path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager' }, 'boss'],
    [{ path: 'urn:example:Own:level' }, '7'],
    [{ path: 'urn:example:Own:outside' }, 'true'],
    [{ path: 'urn:example:Other:level' }, undefined],
    [{ constant: 'always' }, 'always'],
    [{ expression: 'enterprise.department + "/" + user.userName' }, 'Sales/jane'],
    [{ expression: 'user["urn:example:Own"].level + 1' }, '8'],
    [{ expression: 'user.nickName' }, undefined],
    [{ expression: '["a", "b"]' }, undefined],
    [[{ path: 'nickName' }, { constant: 'none' }], 'none'],
  ])('takes from %j the value %j', (from, expected) => expect(meta(from)).toBe(expected));

  it('sets only when the account is made what is for then', () => {
    const rule = { to: 'description', from: { path: 'title' }, when: 'create' };
    const { fields, onCreate } = map(attributes, { mapping: [rule] }, { fields: { description: 'Before' } });
    expect(fields).toEqual({});
    expect(onCreate.fields).toEqual({ description: 'Editor' });
  });

  it('removes usermeta that it set before and has no value any more', () => {
    const mapping = [{ to: 'meta.key', from: { path: 'nickName' } }];
    expect(map({}, { mapping }, { fields: { 'meta.key': 'JD' } }).meta).toEqual({ key: null });
    expect(map({}, { mapping }, { fields: {} }).meta).toEqual({});
  });

  it('gives several roles from a list', () => {
    const mapping = [{ to: 'role', from: { expression: 'user.emails.map(e, e.type)' } }];
    expect(map(attributes, { mapping }).roles).toEqual(['home', 'work']);
  });

  it('tells which required value is missing', () => {
    const mapping = [{ to: 'first_name', from: { path: 'nickName' }, required: true }];
    expect(map(attributes, { mapping }).missing.map(({ words }) => words)).toEqual(['first_name <- nickName']);
  });

  it('gives an answer whatever the attributes are', () => {
    const mapping = [
      ...[{ to: 'user_email', from: { path: 'emails[type eq "work"].value' } }],
      ...[{ to: 'role', from: { expression: 'user.roles.filter(r, r.value != "").map(r, r.value)' } }],
      ...[{ to: 'meta.a', from: [{ path: 'addresses[primary eq true].formatted' }, { path: 'urn:example:Own:a.b' }] }],
      ...[{ to: 'locale', from: { path: 'locale' } }],
      ...[
        { to: 'meta.b', from: { expression: 'enterprise.manager.displayName + string(user.name.givenName.size())' } },
      ],
    ];
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const names = fc.constantFrom(
      'emails',
      'roles',
      'addresses',
      'locale',
      'name',
      urn,
      'urn:example:Own',
      '__proto__',
    );
    const any = fc.array(fc.tuple(names, fc.jsonValue() as fc.Arbitrary<Json>));
    fc.assert(
      fc.property(any, (entries) => {
        const { email, meta: made } = map(Object.fromEntries(entries), { mapping });
        expect(['string', 'undefined']).toContain(typeof email);
        for (const value of Object.values(made)) expect(typeof value).toBe('string');
      }),
    );
  });
});

describe('a locale in the form of WordPress', () => {
  it.each([
    ['en-US', 'en_US'],
    ['en_GB', 'en_GB'],
    ['de', 'de_DE'],
    ['pt-BR', 'pt_BR'],
    ['ja-JP', 'ja'],
    ['fi', 'fi'],
    ['zh-Hant', 'zh_TW'],
    ['en-US,en;q=0.8', 'en_US'],
    ['not a tag', undefined],
    ['', undefined],
  ])('%s is %s', (tag, expected) => expect(wordpressLocale(tag)).toBe(expected));
});

describe('a rule for a value that is to go', () => {
  it('takes away what Usher has set, when its source is an empty text', () => {
    const settings = { mapping: [{ to: 'meta.office', from: { expression: '""' } }] };
    expect(map({}, settings, { fields: { 'meta.office': 'Berlin' } })).toMatchObject({ meta: { office: null } });
    expect(map({}, settings).meta).toEqual({});
  });

  it('leaves it when it is removed', () => {
    const settings = { mapping: [{ to: 'locale', from: { path: 'locale' } }] };
    expect(map({}, settings, { fields: { 'meta.office': 'Berlin' } }).meta).toEqual({});
  });
});
