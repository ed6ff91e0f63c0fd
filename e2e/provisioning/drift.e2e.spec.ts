import { ConnectedStage } from '../src/connected-stage.js';

const GROUPS = ['profile', 'email', 'meta', 'roles', 'access', 'missing'];
const SETTINGS = {
  roles: { rules: [{ group: 'Editors', roles: ['editor'] }] },
  mapping: [
    { to: 'user_login', from: { path: 'userName' } },
    { to: 'user_email', from: { path: 'emails.value' } },
    { to: 'display_name', from: { path: 'displayName' } },
    { to: 'meta.title', from: { path: 'title' } },
  ],
};
const on = (...entries: [string, string][]): object => ({ ...SETTINGS, drift: { on: Object.fromEntries(entries) } });
const NOBODY = '00000000-0000-4000-8000-000000000000';

let at: ConnectedStage;
const ids: Record<string, string> = {};

beforeAll(async () => {
  at = await ConnectedStage.set(SETTINGS);
  const editors = await at.group('Editors');
  for (const login of ['name', 'mail', 'meta', 'role', 'gone', 'leaver', 'fine']) {
    const { id } = await at.create(login, { displayName: `Is ${login}`, title: 'Clerk' });
    ids[login] = id;
    await at.join(id, editors);
  }
  await at.set(ids.leaver!, 'active', false);
}, 180_000);

afterAll(() => at?.strike(), 60_000);

interface Finding {
  id: number;
  scimId: string | null;
  login: string | null;
  group: string;
  path: string;
  wanted: unknown;
  found: unknown;
  state: string;
}
/** Of all that isn't closed, but for the accounts that were there before Usher. */
async function findings(query = ''): Promise<Finding[]> {
  const { findings: all } = await at.ask<{ findings: Finding[] }>('GET', `/drift?limit=500${query}`);
  return all.filter(({ group, login }) => group !== 'unlinked' || login === 'stranger');
}
const told = (all: Finding[]): string[] =>
  all.map(({ login, group, path, state }) => `${login}: ${group} ${path} ${state}`).sort();
const php = (login: string, code: string): Promise<unknown> =>
  at.php(`$user = get_user_by('login', '${login}'); ${code} return 1;`);

/** What people do to accounts in WordPress, past Usher. */
async function meddle(): Promise<void> {
  await php('name', `wp_update_user(['ID' => $user->ID, 'display_name' => 'Somebody Else']);`);
  await php('mail', `wp_update_user(['ID' => $user->ID, 'user_email' => 'elsewhere@example.org']);`);
  await php('meta', `update_user_meta($user->ID, 'title', 'King');`);
  await php('role', `$user->set_role('author');`);
  await php(
    'gone',
    `require_once ABSPATH . 'wp-admin/includes/user.php'; require_once ABSPATH . 'wp-admin/includes/ms.php';
     is_multisite() ? wpmu_delete_user($user->ID) : wp_delete_user($user->ID);`,
  );
  await at.php(`$table = $wpdb->prefix . 'usher_links';
    $wpdb->update($table, ['active' => 1], ['scim_id' => '${ids.leaver}']);
    get_user_by('login', 'leaver')->set_role('editor'); return 1;`);
}

const MEDDLED = [
  ...['gone: missing account', 'leaver: access active', 'mail: email user_email', 'meta: meta meta.title'],
  ...['name: profile display_name', 'role: roles roles'],
];

describe('a site that people have changed past Usher', () => {
  it('is as it should be before', async () => {
    await at.job('/reconcile', { mode: 'report' });
    expect(await findings()).toEqual([]);
  });

  it('is told of, each difference by its path with both values, and nothing is changed by that', async () => {
    await meddle();
    await at.addAccount({ login: 'stranger' });
    await orphan('orphan');
    const before = await at.snapshot();
    await at.job('/reconcile', { mode: 'report' });
    const found = await findings();
    expect(told(found)).toEqual(
      [...MEDDLED, 'orphan: orphaned account', 'stranger: unlinked account'].map((line) => `${line} open`).sort(),
    );
    const of = (login: string) => found.find((finding) => finding.login === login);
    expect(of('name')).toMatchObject({ wanted: 'Is name', found: 'Somebody Else', scimId: ids.name });
    expect(of('mail')).toMatchObject({ wanted: 'mail@example.com', found: 'elsewhere@example.org' });
    expect(of('meta')).toMatchObject({ wanted: 'Clerk', found: 'King' });
    expect(of('stranger')).toMatchObject({ scimId: null });
    expect(of('orphan')).toMatchObject({ scimId: NOBODY });
    expect(await at.snapshot()).toEqual(before);
  });

  it('is put right where the settings say so, and asks where they say that', async () => {
    const roleOfAuthor = (await at.account('role'))?.roles;
    await at.configure(on(...GROUPS.map((group): [string, string] => [group, 'repair']), ['roles', 'ask']));
    await at.job('/reconcile');
    expect(told(await findings())).toEqual([
      'orphan: orphaned account asked',
      'role: roles roles asked',
      'stranger: unlinked account open',
    ]);
    expect(await at.account('name')).toMatchObject({ display: 'Is name' });
    expect(await at.account('mail')).toMatchObject({ email: 'mail@example.com' });
    expect(await at.account('meta')).toMatchObject({ meta: { title: 'Clerk' } });
    expect(await at.account('gone')).toMatchObject({ email: 'gone@example.com', roles: ['editor'] });
    expect(await at.account('leaver')).toMatchObject({ roles: [] });
    expect(await at.account('role')).toMatchObject({ roles: roleOfAuthor });
    const [outcome] = await at.outcomes(ids.name!);
    expect(outcome?.detail).toContain('Put back, since it had been changed in WordPress: display name.');
  });

  it('is put right by an operator, finding by finding; what is dismissed stays and is told no more', async () => {
    const [role] = await findings('&group=roles');
    await at.job('/drift/repair', { ids: [role?.id] });
    expect((await at.account('role'))?.roles).toEqual(expect.arrayContaining(['editor']));

    await php('fine', `wp_update_user(['ID' => $user->ID, 'display_name' => 'Fine As It Is']);`);
    await at.job('/reconcile', { mode: 'report' });
    const [fine] = await findings('&group=profile');
    expect(fine).toMatchObject({ login: 'fine', found: 'Fine As It Is' });
    await at.ask('POST', '/drift/dismiss', { ids: [fine?.id] });
    await at.job('/reconcile');
    expect(await findings('&group=profile&state=open')).toEqual([]);
    expect(await at.account('fine')).toMatchObject({ display: 'Fine As It Is' });
  });

  it('loses an account that is nobody’s any more when an operator says so, by the policy for deleted users', async () => {
    const [orphaned] = await findings('&group=orphaned');
    expect(orphaned).toMatchObject({ login: 'orphan', state: 'asked' });
    await at.job('/drift/repair', { ids: [orphaned?.id] });
    expect(await at.account('orphan')).toBeNull();
    expect(await at.account('stranger')).toMatchObject({ roles: ['author'] });
  });
});

/** An account of a SCIM user whom this directory doesn't have: another Usher's, say. */
async function orphan(login: string): Promise<void> {
  const { username, applicationPassword } = at.stage.wordpress.connector;
  const fields = { user_login: login, user_email: `${login}@example.com` };
  const response = await fetch(`${at.stage.wordpress.url}/wp-json/usher/v1/batch`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ operations: [{ op: 'upsert', scimId: NOBODY, revision: 1, active: true, fields }] }),
  });
  expect(await response.json()).toMatchObject({ results: [{ action: 'create' }] });
}
