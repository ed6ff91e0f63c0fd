import { ConnectedStage } from '../src/connected-stage.js';

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
  await at.stage.connections.ask('PATCH', '/connections/default', { passwordSync: true });
}, 180_000);

afterAll(() => at?.strike(), 60_000);

const without = (...names: string[]): Promise<void> =>
  at.configure({ switches: Object.fromEntries(names.map((name) => [name, false])) });
const off = { action: 'none', status: 'skipped', code: 'switched_off' };
const logsIn = (login: string, password: string): Promise<boolean> =>
  at.php<boolean>(`return ! is_wp_error(wp_authenticate('${login}', '${password}'));`);

describe('what is switched off for a site is left undone, and the outcome says so', () => {
  it('create', async () => {
    await without('create');
    const { id, outcome } = await at.create('unmade');
    expect(outcome).toMatchObject({ ...off, detail: expect.stringMatching(/^Not created: .* switched off/) });
    expect(await at.account('unmade')).toBeNull();
    await without();
    await at.job('/resync');
    await at.outcome(id, ({ action }) => action === 'create');
    expect(await at.account('unmade')).toMatchObject({ email: 'unmade@example.com' });
  });

  it('update', async () => {
    const { id } = await at.create('constant', { name: { givenName: 'Con' } });
    const before = await at.account('constant');
    await without('update');
    const { outcome } = await at.set(id, 'name.givenName', 'Changed');
    expect(outcome).toMatchObject({
      ...off,
      detail: expect.stringMatching(/^Not changed: .*"constant" stays as it is/),
    });
    expect(await at.account('constant')).toEqual(before);
  });

  it('deactivate', async () => {
    await without('deactivate');
    const { id } = await at.create('open');
    const before = await at.account('open');
    const { outcome } = await at.set(id, 'active', false);
    expect(outcome).toMatchObject({ ...off, detail: expect.stringMatching(/^Not deactivated: .* can still log in/) });
    expect(await at.account('open')).toEqual(before);
  });

  it('reactivate', async () => {
    await without('reactivate');
    const { id } = await at.create('shut');
    await at.set(id, 'active', false);
    const { outcome } = await at.set(id, 'active', true);
    expect(outcome).toMatchObject({ ...off, detail: expect.stringMatching(/^Not reactivated: .* stays shut out/) });
    expect(await at.account('shut')).toMatchObject({ roles: [] });
  });

  it('delete', async () => {
    await without('delete');
    const { id } = await at.create('kept');
    const before = await at.account('kept');
    const { outcome } = await at.delete(id);
    expect(outcome).toMatchObject({ ...off, detail: expect.stringMatching(/^Not deleted: .*"kept" stays as it is/) });
    expect(await at.account('kept')).toEqual(before);
  });

  it('groups', async () => {
    const group = await at.group('Editors');
    const settings = { groupImport: true, roles: { rules: [{ group: 'Editors', roles: ['editor'] }] } };
    await at.configure({ ...settings, switches: { groups: false } });
    const { id } = await at.create('ungrouped');
    const { outcome } = await at.join(id, group);
    expect(outcome.detail).toMatch(/Roles and groups stay as they are: they are switched off/);
    const account = await at.account('ungrouped');
    expect(account?.roles).toEqual(['subscriber']);
    expect(account?.meta).not.toHaveProperty(at.groupsKey);
    await at.configure(settings);
    await at.job('/resync');
    expect(await at.account('ungrouped')).toMatchObject({ roles: ['editor'], meta: { [at.groupsKey]: 'Editors' } });
  });

  it('password', async () => {
    await without('password');
    const { id } = await at.create('secret', { password: 'first password' });
    expect(await logsIn('secret', 'first password')).toBe(false);
    await at.configure({ switches: { password: true } });
    await at.set(id, 'password', 'second password');
    expect(await logsIn('secret', 'second password')).toBe(true);
    await without('password');
    const { outcome } = await at.set(id, 'password', 'third password');
    expect(outcome.detail).toMatch(/The password stays as it is: passwords are switched off/);
    expect(await logsIn('secret', 'second password')).toBe(true);
    expect(await logsIn('secret', 'third password')).toBe(false);
  });
});
