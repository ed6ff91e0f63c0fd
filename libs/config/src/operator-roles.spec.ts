import { IsRoleNames, loadConfig, parseRoleNames } from './index.js';

class Config {
  @IsRoleNames()
  ROLES: string;
}

describe('the names that give roles', () => {
  it.each([
    ['one of each', 'viewer=a,operator=b', { a: 'viewer', b: 'operator' }],
    [
      'several, with blanks',
      ' viewer = Help Desk | b , administrator = c',
      { 'Help Desk': 'viewer', b: 'viewer', c: 'administrator' },
    ],
    ['of a Windows domain', String.raw`viewer=CORP\staff`, { [String.raw`CORP\staff`]: 'viewer' }],
    ['one for two roles: the higher', 'administrator=a,viewer=a', { a: 'administrator' }],
    [
      'with the characters that part the list',
      String.raw`operator=cn=it\,dc=example|a\|b|c\\`,
      { 'cn=it,dc=example': 'operator', 'a|b': 'operator', 'c\\': 'operator' },
    ],
  ])('%s', (_what, text, names) => {
    expect(Object.fromEntries(parseRoleNames(text)!)).toEqual(names);
    expect(loadConfig(Config, { ROLES: text })).toEqual({ ROLES: text });
  });

  it.each([
    ['an unknown role', 'admin=a'],
    ['a misspelt role behind a right one', 'viewer=a,admin=b'],
    ['a role twice', 'viewer=a,viewer=b'],
    ['no name', 'viewer='],
    ['an empty name', 'viewer=a||b'],
    ['a comma too many', 'viewer=a,'],
    ['only a name', 'staff'],
  ])('are refused when there is %s', (_what, text) => {
    expect(parseRoleNames(text)).toBeNull();
    expect(() => loadConfig(Config, { ROLES: text })).toThrow(
      'ROLES must say which groups have which role, each role once: viewer=staff|helpdesk,operator=identity-team,administrator=it',
    );
  });
});
