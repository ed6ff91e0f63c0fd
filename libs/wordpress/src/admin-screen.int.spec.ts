import { jest } from '@jest/globals';
import { browse, type Browser } from './testing/browser.js';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';

jest.setTimeout(120_000);
const SCREEN = 'options-general.php?page=usher-connector';
const ACTION = 'usher_connector_privileges';
let at: ConnectedSite;
let browser: Browser;
beforeAll(async () => {
  at = await connectedSite();
  const [one, two] = [upsert({ groups: ["R&D <O'Hara>"] }), upsert()];
  await at.site.batch([one, two, { op: 'deactivate', scimId: two.scimId, revision: 2 }]);
  browser = await browse(at);
});
afterAll(() => at.stop());

const nonceOf = (html: string) => /name="_wpnonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
const ticked = (html: string) =>
  [...html.matchAll(/name="privileges\[\]" value="(\w+)"( checked)?/g)]
    .filter(([, , on]) => on)
    .map(([, name]) => name);
const send = (nonce: string, ...privileges: string[]) =>
  browser.post('admin-post.php', [
    ['action', ACTION],
    ['_wpnonce', nonce],
    ...privileges.map((privilege): [string, string] => ['privileges[]', privilege]),
  ]);

describe("the plugin's screen", () => {
  it('shows the state and the groups', async () => {
    const html = await browser.page(SCREEN);
    const { plugin } = await at.site.status();
    const text = html.replace(/<[^>]*>/g, '|').replace(/\|[|\s]*/g, '|');
    expect(text).toContain(`Version of this plugin|${plugin.version}|`);
    expect(text).toMatch(/Last contact with Usher\|\d+ (second|min|minute)s? ago/);
    expect(text).toContain('Accounts provisioned|2|');
    expect(text).toContain('Of these deactivated|1|');
    expect(text.replaceAll('&#039;', "'")).toContain("R&amp;D &lt;O'Hara&gt;|1|");
  });

  it('allows nothing at first, keeps what is ticked, and the status tells it', async () => {
    const html = await browser.page(SCREEN);
    expect(ticked(html)).toEqual([]);
    const answer = await send(nonceOf(html), 'adopt', 'promote', 'everything');
    expect(answer.headers.get('location')).toContain(SCREEN);
    expect(ticked(await browser.page(SCREEN))).toEqual(['adopt', 'promote']);
    await expect(at.site.status()).resolves.toMatchObject({ privileges: ['adopt', 'promote'] });
    await send(nonceOf(html));
    await expect(at.site.status()).resolves.toMatchObject({ privileges: [] });
  });

  it('takes no form from elsewhere', async () => {
    expect((await send('forged', 'adopt')).status).toBe(403);
    expect((await send('', 'adopt')).status).toBe(403);
    await expect(at.site.status()).resolves.toMatchObject({ privileges: [] });
  });

  it('is for administrators only', async () => {
    await at.addAccount({ login: 'editor1', role: 'editor' });
    const editor = await browse(at, { login: 'editor1', password: 'local' });
    expect((await editor.get(SCREEN)).status).toBe(403);
    const nonce = nonceOf(await browser.page(SCREEN));
    const form: [string, string][] = [
      ['action', ACTION],
      ['_wpnonce', nonce],
      ['privileges[]', 'adopt'],
    ];
    expect((await editor.post('admin-post.php', form)).status).toBe(403);
    await expect(at.site.status()).resolves.toMatchObject({ privileges: [] });
  });
});
