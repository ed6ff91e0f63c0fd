import { jest } from '@jest/globals';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { DOORS, settleIn } from './testing/doors.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

describe('an account whose roles are removed', () => {
  it('can log in, has no role, and gets its roles back', async () => {
    const operation = upsert({ roles: gives('editor') });
    const { scimId, fields } = operation;
    await at.run(operation);
    const person = await settleIn(at, fields.user_login, fields.user_email);
    expect(await at.run({ op: 'remove_roles', scimId, revision: 2 })).toMatchObject({
      status: 'applied',
      action: 'remove_roles',
      account: { active: true, withoutRoles: true, roles: ['editor'] },
    });
    expect(await at.rolesOf(fields.user_login)).toEqual([]);
    expect(await DOORS['the login form with the login']!(at.wordpress.url, person)).toBe(true);
    expect(await at.run({ op: 'remove_roles', scimId, revision: 3 })).toMatchObject({ status: 'unchanged' });
    expect(await at.run({ ...operation, revision: 4 })).toMatchObject({
      action: 'reactivate',
      account: { withoutRoles: false, roles: ['editor'] },
    });
    expect(await at.rolesOf(fields.user_login)).toEqual(['editor']);
  });

  it('may become so by an upsert, which keeps the rest up to date', async () => {
    const operation = upsert({ roles: gives('author') });
    await at.run(operation);
    const without = { ...operation, withoutRoles: true };
    expect(await at.run({ ...without, revision: 2, fields: { ...operation.fields, first_name: 'Ada' } })).toMatchObject(
      { action: 'remove_roles', changed: ['first_name'], account: { withoutRoles: true } },
    );
    expect(await at.run({ ...without, revision: 3, roles: gives('editor') })).toMatchObject({
      action: 'update',
      changed: ['roles'],
    });
    expect(await at.rolesOf(operation.fields.user_login)).toEqual([]);
    await at.run({ ...operation, roles: gives('editor'), revision: 4 });
    expect(await at.rolesOf(operation.fields.user_login)).toEqual(['editor']);
  });

  it('may be made so, deactivated, and let in again without roles', async () => {
    const operation = upsert({ roles: gives('author'), withoutRoles: true });
    const login = operation.fields.user_login;
    expect(await at.run(operation)).toMatchObject({
      action: 'create',
      account: { active: true, withoutRoles: true, roles: ['author'] },
    });
    expect(await at.rolesOf(login)).toEqual([]);
    expect(await at.run({ ...operation, revision: 2, active: false, withoutRoles: false })).toMatchObject({
      action: 'deactivate',
      account: { active: false, withoutRoles: false, roles: ['author'] },
    });
    expect(await at.run({ ...operation, revision: 3 })).toMatchObject({
      action: 'remove_roles',
      account: { active: true, withoutRoles: true, roles: ['author'] },
    });
    expect(await at.rolesOf(login)).toEqual([]);
    expect(await at.run({ op: 'reactivate', scimId: operation.scimId, revision: 4 })).toMatchObject({
      action: 'reactivate',
      account: { withoutRoles: false },
    });
    expect(await at.rolesOf(login)).toEqual(['author']);
  });

  it('loses the role that a person gives it meanwhile when it is removed again, and keeps it in memory', async () => {
    const operation = upsert({ roles: gives('author') });
    await at.run({ ...operation, withoutRoles: true });
    const login = quoted(operation.fields.user_login);
    await at.php(`get_user_by( 'login', ${login} )->add_role( 'editor' ); return 1;`);
    expect(await at.run({ ...operation, withoutRoles: true, revision: 2 })).toMatchObject({
      account: { roles: ['author', 'editor'] },
    });
    expect(await at.rolesOf(operation.fields.user_login)).toEqual([]);
  });

  it('must be active', async () => {
    expect(await at.run(upsert({ active: false, withoutRoles: true }))).toMatchObject({ code: 'invalid_operation' });
  });
});

it('removing the roles of a user without an account does nothing', async () => {
  expect(await at.run({ op: 'remove_roles', scimId: 'nobody', revision: 1 })).toMatchObject({
    status: 'unchanged',
    action: 'none',
    account: null,
  });
});
