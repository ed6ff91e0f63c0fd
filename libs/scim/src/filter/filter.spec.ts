import { matches, parseFilter, printFilter, USER, userResource, ENTERPRISE_USER_SCHEMA } from '../index.js';

const ada = userResource({
  id: '2819c223',
  attributes: {
    userName: 'Ada@Example.com',
    externalId: 'Abc',
    name: { familyName: "O'Malley", givenName: 'Ada' },
    active: true,
    emails: [
      { value: 'ada@work.example', type: 'work', primary: true },
      { value: 'ada@home.example', type: 'home' },
    ],
    [ENTERPRISE_USER_SCHEMA]: { department: 'Analysis', manager: { value: 'm1' } },
  },
  groups: [{ id: 'g1', displayName: 'Editors' }],
  revision: 3,
  created: '2026-01-01T00:00:00.000Z',
  lastModified: '2026-02-01T00:00:00.000Z',
  baseUrl: 'https://h/scim/v2',
});

function test(text: string): boolean {
  const parsed = parseFilter(USER, text);
  if (!parsed.ok) throw new Error(parsed.error.detail);
  return matches(parsed.value, ada);
}

describe('a filter that fits', () => {
  it.each([
    'userName eq "ada@example.com"',
    'USERNAME Eq "ADA@EXAMPLE.COM"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@example.com"',
    'userName eq ada@example.com',
    'externalId eq "Abc"',
    'id eq 2819c223',
    'name.familyName co "O\'Malley"',
    'userName sw "ADA"',
    'userName ew ".com"',
    'userName gt "a" and userName lt "b"',
    'userName ge "ada@example.com" and userName le "ada@example.com"',
    'active eq true',
    'active eq "True"',
    'active ne false',
    'title ne "x"',
    'title eq null',
    'userName ne null',
    'name pr',
    'not (title pr)',
    'emails pr and not(photos pr)',
    'emails.type eq "home"',
    'emails.type ne "home"',
    'emails eq "ada@home.example"',
    'emails co "work.example"',
    'emails[type eq "work" and value co "work"]',
    'emails[type eq "work" and primary eq "True"].value eq "ada@work.example"',
    'emails[not (primary eq true)]',
    `${ENTERPRISE_USER_SCHEMA}:department eq "analysis"`,
    `${ENTERPRISE_USER_SCHEMA}:manager eq "m1"`,
    'meta.lastModified gt "2026-01-31T23:00:00+02:00" or meta.created lt "2026-01-01T00:00:00Z"',
    'meta.created eq "2026-01-01T01:00:00+01:00"',
    'schemas eq "urn:ietf:params:scim:schemas:core:2.0:User"',
    'groups.display eq "editors"',
    'title pr or active eq true and userName sw "ada"',
    '(title pr or active eq true) and userName sw "ada"',
    'shoeSize ne "38"',
    'userName eq "\\u0061da@example.com"',
  ])('%s', (text) => expect(test(text)).toBe(true));
});

describe('a filter that does not fit', () => {
  it.each([
    'userName eq "ada"',
    'externalId eq "abc"',
    'active eq false',
    'title pr',
    'title eq "x"',
    'title co ""',
    'emails[type eq "work" and value co "home"]',
    'emails[type eq "home"].value eq "ada@work.example"',
    'shoeSize eq "38"',
    'shoeSize pr',
    'constructor pr',
    'constructor.name eq "Object"',
    'urn:acme:User:userName eq "ada@example.com"',
    'password pr',
    'not (userName pr)',
    'meta.created gt "2026-01-01T00:00:00Z"',
    'title pr or active eq true and userName sw "x"',
  ])('%s', (text) => expect(test(text)).toBe(false));
});

describe('a filter that is refused', () => {
  it.each([
    '',
    ' ',
    'userName',
    'userName eq',
    'userName is "x"',
    'userName eq "x',
    'userName eq "\\q"',
    'userName eq "x" userName',
    'userName eq "x" and',
    'or userName pr',
    '(userName pr',
    'userName pr)',
    'not userName pr',
    'emails[type eq "x"',
    'emails[emails[type eq "x"]]',
    'emails[a.b.c pr]',
    'a.b.c pr',
    '__proto__ pr',
    'name eq "x"',
    'active gt true',
    'active eq "perhaps"',
    'userName gt null',
    'meta.created gt "yesterday"',
    'meta.created gt "2026"',
    'meta.created gt "2026-02-30T00:00:00Z"',
    'meta.created lt "0000-01-01T00:00:00Z"',
    'schemas[value eq "x"]',
    'name[givenName eq "x"]',
    'userName eq "\\u0000"',
    'userName eq "\\ud800"',
    '"userName" eq "x"',
    `userName eq "${'x'.repeat(4096)}"`,
    `${'('.repeat(33)}userName pr${')'.repeat(33)}`,
    '('.repeat(4096),
  ])('%s', (text) => {
    expect(parseFilter(USER, text)).toEqual({
      ok: false,
      error: { status: 400, scimType: 'invalidFilter', detail: expect.any(String) },
    });
  });

  it('tells where', () => {
    const parsed = parseFilter(USER, 'userName is "x"');
    expect(parsed).toMatchObject({ error: { detail: expect.stringContaining('character 10') } });
  });
});

describe('parseFilter', () => {
  it('takes 32 levels of parentheses, and any number of terms beside each other', () => {
    expect(test(`${'('.repeat(32)}userName pr${')'.repeat(32)}`)).toBe(true);
    expect(test(Array.from({ length: 200 }, () => 'userName pr').join(' and '))).toBe(true);
  });
});

describe('printFilter', () => {
  it('keeps what binds to what', () => {
    const text = 'title pr or (not (active eq true) or emails[type eq "a\\"b"]) and (userName eq "x" and id pr)';
    const parsed = parseFilter(USER, text);
    expect(parsed.ok && printFilter(parsed.value)).toBe(text);
  });
});
