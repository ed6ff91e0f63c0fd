import { jest } from '@jest/globals';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
afterAll(() => at.stop());

const addRole = (login: string, role: string) =>
  at.php(`get_user_by( 'login', ${quoted(login)} )->add_role( ${quoted(role)} ); return 1;`);
const setRole = (login: string, role: string) =>
  at.php(`get_user_by( 'login', ${quoted(login)} )->set_role( ${quoted(role)} ); return 1;`);

/** An account with these roles, and a function that gives it others. */
async function account(roles: ReturnType<typeof gives> | undefined) {
  const operation = upsert({ roles });
  let { revision } = operation;
  await at.run(operation);
  return {
    operation,
    login: operation.fields.user_login,
    next: (change: Partial<typeof operation>) => at.run({ ...operation, ...change, revision: ++revision }),
  };
}

describe('the roles that the directory gives', () => {
  it('are all there from the creation on', async () => {
    const operation = upsert({ roles: gives('editor', 'contributor') });
    expect(await at.run(operation)).toMatchObject({
      action: 'create',
      changed: expect.arrayContaining(['roles']),
      account: { roles: ['editor', 'contributor'], rolesGiven: ['editor', 'contributor'] },
    });
    expect(await at.rolesOf(operation.fields.user_login)).toEqual(['editor', 'contributor']);
  });

  it('are replaced by others, in place of the default role too, and it is told', async () => {
    const { next, login } = await account(gives());
    expect(await at.rolesOf(login)).toEqual(['subscriber']);
    expect(await next({ roles: gives('author') })).toMatchObject({
      action: 'update',
      changed: ['roles'],
      account: { roles: ['author'], rolesGiven: ['author'] },
    });
    await next({ roles: gives() });
    expect(await at.rolesOf(login)).toEqual(['subscriber']);
    await next({ roles: gives('editor', 'author') });
    expect((await at.rolesOf(login)).sort()).toEqual(['author', 'editor']);
    expect(await next({ roles: gives('author', 'editor') })).toMatchObject({ status: 'unchanged' });
    await next({ roles: gives('editor') });
    expect(await at.rolesOf(login)).toEqual(['editor']);
  });

  it('fall back to the role for none, or to the default of the site, however the account came to be so', async () => {
    const fallback = { given: [], fallback: 'contributor' };
    const direct = await account(fallback);
    const later = await account(gives('editor'));
    expect(await later.next({ roles: fallback })).toMatchObject({ account: { rolesGiven: ['contributor'] } });
    for (const { login } of [direct, later]) expect(await at.rolesOf(login)).toEqual(['contributor']);
    await later.next({ roles: gives() });
    expect(await at.rolesOf(later.login)).toEqual(['subscriber']);
    expect(await later.next({ roles: gives() })).toMatchObject({ status: 'unchanged', account: { rolesGiven: [] } });
  });

  it('leave those that a person gave by hand', async () => {
    const { next, login } = await account(gives('author'));
    await addRole(login, 'contributor');
    expect(await next({ roles: gives('author') })).toMatchObject({
      status: 'unchanged',
      account: { roles: ['author', 'contributor'], rolesGiven: ['author'] },
    });
    await next({ roles: gives('editor') });
    expect((await at.rolesOf(login)).sort()).toEqual(['contributor', 'editor']);
    await next({ roles: gives() });
    expect(await at.rolesOf(login)).toEqual(['contributor']);
  });

  it('are put back when a person took them', async () => {
    const { next, login } = await account(gives('author', 'editor'));
    await setRole(login, 'contributor');
    expect(await next({ roles: gives('author', 'editor') })).toMatchObject({ changed: ['roles'] });
    expect((await at.rolesOf(login)).sort()).toEqual(['author', 'contributor', 'editor']);
  });

  it('are left alone when they are not managed', async () => {
    const { next, login } = await account(undefined);
    await setRole(login, 'editor');
    expect(
      await next({ fields: { user_login: login, user_email: `${login}@example.org`, first_name: 'X' } }),
    ).toMatchObject({ changed: ['first_name'], account: { roles: ['editor'], rolesGiven: null } });
    expect(await at.rolesOf(login)).toEqual(['editor']);
  });

  it('can not be one that the site does not have', async () => {
    const { next, login } = await account(gives('author'));
    expect(await next({ roles: gives('astronaut') })).toMatchObject({ status: 'rejected', code: 'unknown_role' });
    expect(await next({ roles: { given: [], fallback: 'astronaut' } })).toMatchObject({ code: 'unknown_role' });
    expect(await at.rolesOf(login)).toEqual(['author']);
  });
});

describe('while an account is deactivated', () => {
  it('its roles change for the day of its return, and it has none until then', async () => {
    const { next, login } = await account(gives('author'));
    await addRole(login, 'contributor');
    await next({ active: false });
    expect(await next({ active: false, roles: gives('editor') })).toMatchObject({
      action: 'update',
      changed: ['roles'],
      account: { active: false, roles: ['contributor', 'editor'] },
    });
    expect(await at.rolesOf(login)).toEqual([]);
    expect(await next({ roles: gives('editor') })).toMatchObject({ action: 'reactivate' });
    expect((await at.rolesOf(login)).sort()).toEqual(['contributor', 'editor']);
  });

  it('a role that a person gives it does not survive the next deactivation, and is not lost', async () => {
    const { next, login, operation } = await account(gives('author'));
    await next({ active: false });
    await addRole(login, 'contributor');
    await next({ active: false });
    expect(await at.rolesOf(login)).toEqual([]);
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject({ roles: ['author', 'contributor'] });
  });
});

it('reactivation gives back exactly the roles from before, by hand and given', async () => {
  const { next, login, operation } = await account(gives('editor', 'author'));
  await addRole(login, 'contributor');
  const before = await at.rolesOf(login);
  const { scimId } = operation;
  await at.run({ op: 'deactivate', scimId, revision: 20 });
  await at.run({ op: 'deactivate', scimId, revision: 21 });
  expect(await at.rolesOf(login)).toEqual([]);
  await at.run({ op: 'reactivate', scimId, revision: 22 });
  expect(await at.rolesOf(login)).toEqual(before);
  await at.run({ ...operation, active: false, revision: 23 });
  await at.run({ ...operation, roles: undefined, revision: 24 });
  expect(await at.rolesOf(login)).toEqual(before);
  expect(await next({})).toMatchObject({ status: 'stale' });
});
