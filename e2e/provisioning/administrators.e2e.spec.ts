import { ConnectedStage } from '../src/connected-stage.js';

const ALL = { adopt: true, change: true, promote: true };

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
}, 180_000);

afterAll(() => at?.strike(), 60_000);

/** As an administrator does in Settings > Usher. */
const tick = (...privileges: string[]): Promise<unknown> =>
  at.php(`Usher\\Connector\\Privileges::tick(json_decode('${JSON.stringify(privileges)}')); return 1;`);

const protects = { status: 'rejected', code: 'protected_account' };

describe('an administrator of the site', () => {
  it.each<[string, object, string[]]>([
    ['neither side allows it', {}, []],
    ['only the settings allow it', ALL, []],
    ['only the site allows it', {}, ['adopt', 'change', 'promote']],
  ])('is not adopted by login or address while %s', async (_, administrators, ticked) => {
    await at.configure({ administrators });
    await tick(...ticked);
    const login = `boss${ticked.length}${Object.keys(administrators).length}`;
    await at.addAccount({ login, role: 'administrator' });
    const before = await at.account(login);
    const { outcome } = await at.create(login);
    expect(outcome).toMatchObject(protects);
    expect(outcome.detail).toContain('has rights over this site, and Usher may not link it');
    const { outcome: byAddress } = await at.create(`sly${login}`, { emails: [{ value: `${login}@example.com` }] });
    expect(byAddress).toMatchObject({ status: 'rejected' });
    expect(await at.account(login)).toEqual(before);
  });

  it('is adopted, changed, shut and deleted only as far as both allow', async () => {
    await at.addAccount({ login: 'chief', role: 'administrator' });
    await at.configure({ administrators: { adopt: true } });
    await tick('adopt');
    const { id, outcome } = await at.create('chief');
    expect(outcome).toMatchObject({ action: 'adopt', status: 'succeeded' });
    const before = await at.account('chief');
    expect(before?.roles).toEqual(['administrator']);

    expect((await at.set(id, 'name.givenName', 'Grace')).outcome).toMatchObject(protects);
    expect((await at.set(id, 'active', false)).outcome).toMatchObject(protects);
    expect(await at.account('chief')).toEqual(before);

    await at.configure({ administrators: { adopt: true, change: true } });
    await tick('adopt', 'change');
    expect((await at.set(id, 'active', true)).outcome).toMatchObject({ status: 'succeeded' });
    expect(await at.account('chief')).toMatchObject({ first: 'Grace', roles: ['administrator'] });
    expect((await at.set(id, 'active', false)).outcome).toMatchObject({ action: 'deactivate', status: 'succeeded' });
    expect(await at.account('chief')).toMatchObject({ roles: [] });
    expect((await at.set(id, 'active', true)).outcome).toMatchObject({ action: 'reactivate', status: 'succeeded' });
    expect(await at.account('chief')).toMatchObject({ roles: ['administrator'] });
    await tick();
    expect((await at.delete(id)).outcome).toMatchObject(protects);
    expect(await at.account('chief')).toMatchObject({ roles: ['administrator'] });
  });

  it('is made of nobody by a group unless both allow it', async () => {
    const roles = { rules: [{ group: 'Admins', roles: ['administrator'] }] };
    await at.configure({ roles });
    const admins = await at.group('Admins');
    const { id } = await at.create('climber');
    expect((await at.join(id, admins)).outcome).toMatchObject(protects);
    expect(await at.account('climber')).toMatchObject({ roles: ['subscriber'] });
    await at.configure({ roles, administrators: { promote: true } });
    expect((await at.set(id, 'displayName', 'Climber')).outcome).toMatchObject(protects);
    await tick('promote');
    expect((await at.set(id, 'displayName', 'The Climber')).outcome).toMatchObject({ status: 'succeeded' });
    expect(await at.account('climber')).toMatchObject({ roles: ['administrator'], display: 'The Climber' });
  });

  it('is never Usher’s own user, whatever is allowed', async () => {
    await at.configure({ administrators: ALL });
    await tick('adopt', 'change', 'promote');
    const { username } = at.stage.wordpress.connector;
    const before = await at.account(username);
    const { outcome } = await at.create(username);
    expect(outcome).toMatchObject({ status: 'rejected' });
    expect((await at.account(username))?.roles).toEqual(before?.roles);
    expect((await at.account(username))?.email).toBe(before?.email);
  });
});
