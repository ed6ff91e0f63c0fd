import { eventually } from '../src/clients.js';
import { ConnectedStage } from '../src/connected-stage.js';

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
}, 180_000);

afterAll(() => at?.strike(), 60_000);

interface Listed {
  id: number;
  login: string;
  administrator: boolean;
  linked: { userName: string | null } | null;
  match: { scimId: string; by: string } | null;
}
const listed = async (query = ''): Promise<Map<string, Listed>> => {
  const { accounts } = await at.ask<{ accounts: Listed[] }>('GET', `/accounts?limit=200${query}`);
  return new Map(accounts.map((account) => [account.login, account]));
};
const inDirectory = async (userName: string): Promise<Record<string, unknown> | undefined> => {
  const { body } = await at.stage.idp.find(`userName eq "${userName}"`);
  return (body.Resources as Record<string, unknown>[])[0];
};

describe('the accounts that a site has already', () => {
  it('are shown with whose they are, or would become; that changes nothing', async () => {
    await at.create('linked');
    for (const login of ['old', 'older', 'oldest']) await at.addAccount({ login });
    await at.php(`wp_update_user(['ID' => get_user_by('login', 'older')->ID, 'first_name' => 'Olda']);
      return 1;`);
    const before = await at.snapshot();
    const all = await listed();
    expect(all.get('linked')).toMatchObject({ linked: { userName: 'linked' }, match: null });
    expect(all.get('old')).toMatchObject({ linked: null, match: null, administrator: false });
    expect(all.get('admin')).toMatchObject({ linked: null, administrator: true });
    expect([...(await listed('&linked=false')).keys()]).not.toContain('linked');
    expect(await at.snapshot()).toEqual(before);
  });

  it('become users of the directory as they are, when chosen, and are linked to them; no other does', async () => {
    const before = await at.account('older');
    const { id: wordpressId } = (await listed()).get('older')!;
    expect(await at.job('/import', { accounts: [wordpressId] })).toMatchObject({ imported: 1 });
    const user = await eventually('the user in the directory', () => inDirectory('older'));
    expect(user).toMatchObject({ active: true, name: { givenName: 'Olda' }, emails: [{ value: 'older@example.com' }] });
    const outcome = await at.outcome(String(user.id), ({ status }) => status === 'succeeded');
    expect(outcome).toMatchObject({ action: 'adopt', detail: expect.stringContaining('"older" that was there') });
    expect(await at.account('older')).toEqual(before);
    expect((await listed()).get('older')).toMatchObject({ linked: { userName: 'older' } });
    expect(await inDirectory('old')).toBeUndefined();

    // From now on the directory says what becomes of it.
    await at.set(String(user.id), 'active', false);
    expect(await at.account('older')).toMatchObject({ id: wordpressId, roles: [] });
  });

  it('are linked to whom the directory has already, and all the others come in but administrators', async () => {
    // Made in the directory while the site adopted nobody.
    await at.configure({ matching: [] });
    const { id, outcome } = await at.create('old');
    expect(outcome).toMatchObject({ status: 'rejected', code: 'login_taken' });
    await at.configure({});
    expect((await listed()).get('old')).toMatchObject({ match: { scimId: id, by: 'userName' } });
    const users = await at.php<number>(`return count(get_users(['fields' => 'ID']));`);

    expect(await at.job('/import', { all: true })).toMatchObject({ imported: 2, administrators: 1 });
    await at.outcome(id, ({ action, status }) => action === 'adopt' && status === 'succeeded');
    const oldest = await eventually('the other one', () => inDirectory('oldest'));
    await at.outcome(String(oldest.id), ({ action, status }) => action === 'adopt' && status === 'succeeded');
    expect(await inDirectory('admin')).toBeUndefined();
    expect(await inDirectory(at.stage.wordpress.connector.username)).toBeUndefined();
    expect(await at.php(`return count(get_users(['fields' => 'ID']));`)).toBe(users);
    expect([...(await listed('&linked=false')).keys()].sort()).toEqual(
      ['admin', at.stage.wordpress.connector.username].sort(),
    );
  });
});
