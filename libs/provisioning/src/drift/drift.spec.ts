import { stateHash } from '../decision/state-hash.js';
import type { AttributeGroup } from '../settings/settings.js';
import { accountOf, linkOf } from '../testing/fixtures.js';
import type { SiteAccount, UpsertOperation } from '../types.js';
import { differences } from './differences.js';
import { repair } from './repair.js';

const operation: UpsertOperation = {
  ...{ op: 'upsert', scimId: 'scim-1', revision: 2, active: true },
  fields: { user_login: 'jane', user_email: 'jane@x.org', first_name: 'Jane', user_url: 'x.org' },
  meta: { department: 'Sales', usher_user_name: null },
  roles: { given: ['editor'], fallback: 'subscriber' },
  groups: ['B', 'A'],
};
const account = accountOf({
  fields: { user_login: 'jane', user_email: 'jane@x.org', first_name: 'Jane', user_url: 'x.org' },
  meta: { department: 'Sales', usher_user_name: null },
  ...{ roles: ['editor', 'shop_manager'], rolesGiven: ['editor'], groups: ['A', 'B'] },
});
const set = (...groups: AttributeGroup[]) => new Set(groups);
const found = (change: Partial<SiteAccount>, op = operation) => differences(op, { ...account, ...change });

describe('drift', () => {
  it("is none where all is as wanted; roles given by hand are nobody else's business", () => {
    expect(differences(operation, account)).toEqual([]);
  });

  it.each([
    [{ fields: { ...account.fields, first_name: 'Joan' } }, 'profile', 'first_name', 'Jane', 'Joan'],
    [{ fields: { ...account.fields, user_email: 'me@x.org' } }, 'email', 'user_email', 'jane@x.org', 'me@x.org'],
    [{ meta: { department: null } }, 'meta', 'meta.department', 'Sales', null],
    [{ meta: { usher_user_name: 'x' } }, 'meta', 'meta.usher_user_name', null, 'x'],
    [{ groups: ['A'] }, 'meta', 'groups', ['A', 'B'], ['A']],
    [{ roles: ['shop_manager'] }, 'roles', 'roles', ['editor'], ['shop_manager']],
    [{ active: false }, 'access', 'active', true, false],
    [{ withoutRoles: true }, 'access', 'withoutRoles', true, false],
  ] as [Partial<SiteAccount>, string, string, unknown, unknown][])('of %j is %s', (change, group, path, wanted, is) => {
    const [first, ...more] = found(change);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ group, path });
    if (path !== 'withoutRoles') expect(first).toMatchObject({ wanted, found: is });
  });

  it('is a role that the directory gave before and gives no more', () => {
    const given = { roles: ['editor', 'author'], rolesGiven: ['editor', 'author'] };
    expect(found(given)).toMatchObject([{ group: 'roles' }]);
    expect(
      found({ roles: [], rolesGiven: [] }, { ...operation, roles: { given: [], fallback: 'subscriber' } }),
    ).toEqual([{ group: 'roles', path: 'roles', wanted: ['subscriber'], found: [] }]);
  });

  it('is an account that is gone, or should be', () => {
    expect(differences(operation, null)).toMatchObject([{ group: 'missing', path: 'account' }]);
    expect(differences({ ...operation, active: false }, null)).toEqual([]);
    const base = { scimId: 'scim-1', revision: 2 };
    expect(differences({ op: 'delete', reassign: [], ...base }, account)).toMatchObject([{ group: 'orphaned' }]);
    expect(differences({ op: 'deactivate', ...base }, account)).toMatchObject([{ group: 'access', path: 'active' }]);
    expect(differences({ op: 'remove_roles', ...base }, account)).toMatchObject([{ path: 'withoutRoles' }]);
    expect(differences({ op: 'delete', reassign: [], ...base }, null)).toEqual([]);
  });

  it('is not what the site has made of the same wish', () => {
    const tidied = { ...account, fields: { ...account.fields, user_url: 'http://x.org' } };
    expect(differences(operation, tidied)).toHaveLength(1);
    const fields = { ...account.fields, user_url: 'http://x.org' };
    const link = linkOf({ fields, stateHash: stateHash(operation) });
    expect(differences(operation, tidied, link)).toEqual([]);
    expect(differences(operation, tidied, { ...link, stateHash: 'of something else' })).toHaveLength(1);
  });

  it('takes equal wishes for equal, however they came about', () => {
    const creating = { ...operation, revision: 1, match: [], loginAlternatives: ['x'], meta: { department: 'Sales' } };
    expect(stateHash(creating)).toBe(stateHash(operation));
    expect(stateHash({ ...operation, active: false })).not.toBe(stateHash(operation));
  });
});

describe('repair', () => {
  const { scimId, revision } = operation;
  const drifted = accountOf({ active: false, fields: { user_login: 'jane', user_email: 'me@x.org' } });

  it('sends no more than what is to be put right, and leaves the rest as it was found', () => {
    expect(repair(operation, set('profile'), drifted)).toEqual({
      ...{ op: 'upsert', scimId, revision, active: false },
      fields: { ...operation.fields, user_email: 'me@x.org' },
    });
    expect(repair(operation, set('access', 'email'), drifted)).toEqual({
      ...{ op: 'upsert', scimId, revision, active: true },
      fields: { user_login: 'jane', user_email: 'jane@x.org' },
    });
    expect(repair(operation, set('meta', 'roles'), drifted)).toMatchObject({
      ...{ active: false, meta: operation.meta, groups: operation.groups, roles: operation.roles },
    });
    const bare = accountOf({ withoutRoles: true });
    expect(repair(operation, set('profile'), bare)).toMatchObject({ active: true, withoutRoles: true });
  });

  it('makes a missing account as a whole', () => expect(repair(operation, set('missing'), null)).toEqual(operation));

  it('does nothing about what is not to be put right', () => {
    expect(repair(operation, set('orphaned', 'unlinked'), drifted)).toBeNull();
    const deactivate = { op: 'deactivate', scimId, revision } as const;
    expect(repair(deactivate, set('profile'))).toBeNull();
    expect(repair(deactivate, set('access'))).toBe(deactivate);
    const remove = { op: 'delete', scimId, revision, reassign: [] } as const;
    expect(repair(remove, set('access'))).toBeNull();
    expect(repair(remove, set('orphaned'))).toBe(remove);
  });
});
