import { jest } from '@jest/globals';
import type { Operation } from './protocol.js';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
beforeAll(async () => {
  at = await connectedSite();
});
beforeEach(() => at.tick());
afterAll(() => at.stop());

const refused = { status: 'rejected', code: 'protected_account' };
let count = 0;
/** An administrator made by hand, and an upsert that would take over that account as it is. */
async function administrator() {
  const login = `boss${++count}`;
  const id = await at.addAccount({ login, role: 'administrator' });
  const fields = { user_login: login, user_email: `${login}@example.org` };
  return { id, login, operation: upsert({ fields, match: [{ by: 'login', value: login }] }) };
}
/** The same one, linked. */
async function linkedAdministrator() {
  const boss = await administrator();
  await at.tick('adopt');
  expect(await at.run({ ...boss.operation, allow: ['adopt'] })).toMatchObject({ action: 'adopt' });
  await at.tick();
  return boss;
}

describe('an administrator', () => {
  it('is not adopted unless both keys are turned, and it is told which is missing and who it is', async () => {
    const { id, login, operation } = await administrator();
    const candidates = [{ id, login, administrator: true, by: { by: 'login' } }];
    const neither = await at.run(operation);
    expect(neither).toMatchObject({ ...refused, candidates });
    expect(neither).toMatchObject({
      message: expect.stringMatching(
        /tick "Link administrators" in WordPress under Settings > Usher, and allow "adopt"/,
      ),
    });
    expect(await at.run({ ...operation, allow: ['adopt'] })).toMatchObject({ ...refused, candidates });
    await at.tick('adopt');
    const half = await at.run(operation);
    expect(half).toMatchObject(refused);
    expect(half).not.toMatchObject({ message: expect.stringContaining('Settings > Usher') });
    await at.tick('change', 'promote');
    expect(await at.run({ ...operation, allow: ['adopt', 'change', 'promote'] })).toMatchObject(refused);
    await at.tick('adopt');
    expect(await at.run({ ...operation, allow: ['adopt'] })).toMatchObject({ action: 'adopt', account: { id } });
    expect(await at.run({ ...operation, revision: 2 })).toMatchObject({ status: 'unchanged' });
  });

  it('that was adopted is not changed, shut, stripped or deleted without the other privilege', async () => {
    const { login, operation } = await linkedAdministrator();
    const { scimId, fields } = operation;
    await at.tick('adopt', 'promote');
    const allow = ['adopt', 'change', 'promote'] as const;
    const acts: Operation[] = [
      { ...operation, revision: 2, fields: { ...fields, first_name: 'X' } },
      { ...operation, revision: 2, meta: { team: 'x' } },
      { ...operation, revision: 2, groups: ['x'] },
      { ...operation, revision: 2, roles: gives('editor') },
      { ...operation, revision: 2, active: false },
      { ...operation, revision: 2, withoutRoles: true },
      { op: 'deactivate', scimId, revision: 2 },
      { op: 'remove_roles', scimId, revision: 2 },
      { op: 'delete', scimId, revision: 2, reassign: null },
    ];
    for (const act of acts) expect(await at.run({ ...act, allow })).toMatchObject(refused);
    const password = await at.php<string>(`return password_hash( 'x', PASSWORD_BCRYPT, [ 'cost' => 4 ] );`);
    expect(await at.run({ ...operation, revision: 2, password, allow })).toMatchObject(refused);
    await expect(at.site.findByScimId(scimId)).resolves.toMatchObject({ login, active: true, revision: 1 });
  });

  it('that was adopted follows the directory with it, and comes back with the role from before', async () => {
    const { login, operation } = await linkedAdministrator();
    await at.tick('change');
    const allow = ['change'] as const;
    expect(
      await at.run({ ...operation, revision: 2, allow, fields: { ...operation.fields, first_name: 'X' } }),
    ).toMatchObject({ action: 'update', changed: ['first_name'] });
    expect(await at.run({ ...operation, revision: 3, active: false, allow })).toMatchObject({ action: 'deactivate' });
    expect(await at.rolesOf(login)).toEqual([]);
    // Without its roles it is an administrator still.
    expect(await at.run({ ...operation, revision: 4 })).toMatchObject(refused);
    await expect(at.site.findByScimId(operation.scimId)).resolves.toMatchObject({ active: false, administrator: true });
    expect(await at.run({ ...operation, revision: 4, allow })).toMatchObject({ action: 'reactivate' });
    expect(await at.rolesOf(login)).toEqual(['administrator']);
    expect(await at.run({ op: 'delete', scimId: operation.scimId, revision: 5, reassign: null, allow })).toMatchObject({
      action: 'delete',
    });
  });
});

describe('a role with rights over the site', () => {
  it('is not given unless both keys are turned', async () => {
    const operation = upsert({ roles: gives('administrator') });
    expect(await at.run({ ...operation, allow: ['promote'] })).toMatchObject(refused);
    await at.tick('promote', 'adopt', 'change');
    expect(await at.run({ ...operation, allow: ['adopt', 'change'] })).toMatchObject(refused);
    await at.tick('promote');
    expect(await at.run({ ...operation, allow: ['promote'] })).toMatchObject({
      action: 'create',
      account: { roles: ['administrator'], administrator: true },
    });
  });

  it('is not given as a fallback or by the default of the site either', async () => {
    const fallback = { given: [], fallback: 'administrator' };
    expect(await at.run(upsert({ roles: fallback }))).toMatchObject(refused);
    const first = upsert();
    await at.run(first);
    expect(await at.run({ ...first, revision: 2, roles: fallback })).toMatchObject(refused);
    await at.php(`return update_option( 'default_role', 'administrator' );`);
    expect(await at.run(upsert())).toMatchObject(refused);
    await at.php(`return update_option( 'default_role', 'subscriber' );`);
  });

  it('that became so while the account was deactivated is not given back unnoticed', async () => {
    const operation = upsert({ roles: gives('contributor') });
    await at.run(operation);
    await at.run({ ...operation, active: false, revision: 2 });
    await at.php(`get_role( 'contributor' )->add_cap( 'manage_options' ); return 1;`);
    expect(await at.run({ op: 'reactivate', scimId: operation.scimId, revision: 3 })).toMatchObject(refused);
    await at.php(`get_role( 'contributor' )->remove_cap( 'manage_options' ); return 1;`);
    expect(await at.run({ op: 'reactivate', scimId: operation.scimId, revision: 3 })).toMatchObject({
      action: 'reactivate',
    });
  });
});

it("Usher's own account and its role are out of reach whatever is allowed", async () => {
  await at.tick('adopt', 'change', 'promote');
  const allow = ['adopt', 'change', 'promote'] as const;
  const { username } = at.wordpress.connector;
  expect(await at.run(upsert({ allow, match: [{ by: 'login', value: username }] }))).toMatchObject(refused);
  expect(await at.run(upsert({ allow, roles: gives('usher_provisioner') }))).toMatchObject(refused);
  const operation = upsert();
  await at.run(operation);
  await at.php(
    `get_user_by( 'login', ${quoted(operation.fields.user_login)} )->add_role( 'usher_provisioner' ); return 1;`,
  );
  expect(await at.run({ op: 'deactivate', scimId: operation.scimId, revision: 2, allow })).toMatchObject(refused);
});

it('a privilege that there is not is no operation', async () => {
  expect(await at.run({ ...upsert(), allow: ['everything'] } as unknown as Operation)).toMatchObject({
    code: 'invalid_operation',
  });
});
