import { OWN_ROLE_NAMES, parseRoleNames } from '@usher/config';
import { actorOf, roleOf } from './claims.js';

describe('the role of a token', () => {
  it.each([
    ['one name', { roles: 'operator' }, 'roles', 'operator'],
    ['a list: the highest', { roles: ['viewer', 'administrator', 'operator'] }, 'roles', 'administrator'],
    ['a list with other things in it', { roles: [7, null, { viewer: true }, 'viewer'] }, 'roles', 'viewer'],
    ['a way into an object', { realm_access: { roles: ['operator'] } }, 'realm_access.roles', 'operator'],
    ['a name with dots', { 'https://example.org/roles': ['viewer'] }, 'https://example.org/roles', 'viewer'],
    [
      'a way over a name with dots',
      { resource_access: { 'my.app': { roles: 'viewer' } } },
      'resource_access.my.app.roles',
      'viewer',
    ],
    ['names that only look alike', { roles: ['Administrator', 'operators', ' viewer'] }, 'roles', null],
    ['a list within a name', { roles: 'viewer operator' }, 'roles', null],
    ['nothing', {}, 'roles', null],
    ['a way that ends early', { realm_access: 'operator' }, 'realm_access.roles', null],
    ['what every object has', { roles: 'viewer' }, 'constructor.name', null],
    ['what every list has', { roles: ['viewer'] }, 'roles.length', null],
  ] as const)('from %s', (_what, claims, path, role) => {
    expect(roleOf(claims, path, OWN_ROLE_NAMES)).toBe(role);
  });

  it('comes from the names that the environment gives, and from no others', () => {
    const names = parseRoleNames('viewer=staff|helpdesk,administrator=it')!;
    expect(roleOf({ groups: ['staff', 'it'] }, 'groups', names)).toBe('administrator');
    expect(roleOf({ groups: ['helpdesk'] }, 'groups', names)).toBe('viewer');
    expect(roleOf({ groups: ['administrator'] }, 'groups', names)).toBeNull();
  });
});

describe('who acts', () => {
  const sub = '248289761001';

  it.each([
    ['by e-mail', { email: 'ada@example.org', name: 'Ada' }, 'ada@example.org'],
    ['by e-mail that is verified', { email: 'ada@example.org', email_verified: true }, 'ada@example.org'],
    ['never by e-mail that is not', { email: 'ada@example.org', email_verified: false, name: 'Ada' }, `Ada (${sub})`],
    ['by login before name', { preferred_username: 'ada', name: 'Ada Lovelace' }, `ada (${sub})`],
    ['not as the operator token', { preferred_username: 'operator' }, `operator (${sub})`],
    ['not as the operator token by e-mail', { email: 'operator' }, sub],
    ['by subject alone', { name: ' ', email: 7 }, sub],
    ['without control characters', { name: 'A\u0000d\u202ea\n' }, `Ada (${sub})`],
  ])('is called %s', (_what, claims, actor) => {
    expect(actorOf({ sub, ...claims })).toBe(actor);
  });
});
