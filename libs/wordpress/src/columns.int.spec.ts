import { jest } from '@jest/globals';
import { browse, cell, listedLogins, type Browser } from './testing/browser.js';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
let at: ConnectedSite;
let browser: Browser;
const people = {
  ada: upsert({ fields: { user_login: 'ada' }, meta: { department: 'Zoology' }, groups: ['Staff', 'Board'] }),
  bob: upsert({ fields: { user_login: 'bob' }, meta: { department: 'Archive <b>&' }, groups: ['Staff'] }),
  eve: upsert({ fields: { user_login: 'eve' }, active: false }),
};
beforeAll(async () => {
  at = await connectedSite();
  await at.site.batch(Object.values(people));
  await at.addAccount({ login: 'local' });
  await at.site.saveSettings({
    columns: [
      { key: 'department', label: 'Department <i>' },
      { key: 'usher_group', label: 'Groups' },
    ],
  });
  browser = await browse(at);
});
afterAll(() => at.stop());
const users = (query = '') => browser.page(`users.php?${query}`);

describe("WordPress's list of users", () => {
  it('shows the marker and the columns', async () => {
    const html = await users();
    expect(html).toContain('Department &lt;i&gt;');
    expect(cell(html, 'ada', 'usher_meta_department')).toBe('Zoology');
    expect(cell(html, 'bob', 'usher_meta_department')).toBe('Archive &lt;b&gt;&amp;');
    expect(cell(html, 'ada', 'usher_meta_usher_group')).toBe('Staff, Board');
    expect(cell(html, 'local', 'usher_meta_department')).toBe('');
    const marker = (login: string) => cell(html, login, 'usher_provisioned');
    expect([marker('ada'), marker('eve'), marker('local'), marker('admin')]).toEqual([
      'Usher',
      'Usher (deactivated)',
      'Not provisioned',
      'Not provisioned',
    ]);
  });

  it('is sorted by a column, both ways, and leaves nobody out', async () => {
    const order = async (direction: string) =>
      listedLogins(await users(`orderby=usher_meta_department&order=${direction}`));
    const everybody = listedLogins(await users()).length;
    const [up, down] = [await order('asc'), await order('desc')];
    expect(up.slice(-2)).toEqual(['bob', 'ada']);
    expect(down.slice(0, 2)).toEqual(['ada', 'bob']);
    expect([up.length, down.length]).toEqual([everybody, everybody]);
  });

  it('finds by the values of the columns, as by names', async () => {
    expect(listedLogins(await users('s=zoolog'))).toEqual(['ada']);
    expect(listedLogins(await users('s=board'))).toEqual(['ada']);
    expect(listedLogins(await users('s=local'))).toEqual(['local']);
    expect(listedLogins(await users('s=nothing+like+it'))).toEqual([]);
  });

  it.each([
    ['usher_state=provisioned', ['ada', 'bob', 'eve']],
    ['usher_state=inactive', ['eve']],
    ['usher_group=Staff', ['ada', 'bob']],
    ['usher_group=Board', ['ada']],
    ['usher_group=Staff&usher_state=inactive', []],
    ['usher_state=provisioned&s=zoology', ['ada']],
  ])('filters by %s', async (query, logins) => {
    expect(listedLogins(await users(query))).toEqual(logins);
  });

  it('filters by what is not provisioned, and offers the choices', async () => {
    const html = await users('usher_state=other');
    expect(listedLogins(html)).toEqual(['admin', 'local', at.wordpress.connector.username].sort());
    expect(html).toMatch(/<option value="other" selected='selected'>/);
    expect(html).toContain('<option value="Board">');
    expect(html.match(/name="usher_state"/g)).toHaveLength(1);
  });

  it('has no column any more when the settings have none', async () => {
    await at.site.saveSettings({ columns: [] });
    const html = await users('orderby=usher_meta_department&s=zoology');
    expect(html).not.toMatch(/<th [^>]*id='usher_meta_department'/);
    expect(listedLogins(html)).toEqual([]);
  });
});

it('queries elsewhere are left alone', async () => {
  await at.site.saveSettings({ columns: [{ key: 'department', label: 'D' }] });
  await at.installPlugin(
    'asks',
    `add_action( 'admin_notices', function () { echo '<p>found ' . count( get_users( [ 'search' => '*zoology*' ] ) ) . '</p>'; } );`,
  );
  const found = async (path: string) => /found \d/.exec(await (await browser.get(path)).text())?.[0];
  expect([await found('users.php'), await found('index.php')]).toEqual(['found 1', 'found 0']);
});
