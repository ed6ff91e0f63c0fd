import { jest } from '@jest/globals';
import type { WordPressSite } from './port.js';
import { browse, cell } from './testing/browser.js';
import { connectedSite, upsert, type ConnectedSite } from './testing/connected-site.js';
import { secondSite } from './testing/second-site.js';

jest.setTimeout(180_000);
let at: ConnectedSite;
let second: WordPressSite;
beforeAll(async () => {
  at = await connectedSite({ multisite: true });
  second = await secondSite(at);
});
afterAll(async () => {
  await second.close();
  await at.stop();
});

const marker = (html: string, login: string) => cell(html, login, 'usher_provisioned');

describe("the network's list of users", () => {
  it('marks for which sites an account is provisioned, and what has become of it there', async () => {
    const [both, one, other] = [upsert(), upsert(), upsert({ active: false })];
    const login = both.fields.user_login;
    await at.site.batch([both, one]);
    await second.batch([{ ...both, match: [{ by: 'login', value: login }] }, other]);
    await second.batch([{ op: 'deactivate', scimId: both.scimId, revision: 2 }]);
    await at.addAccount({ login: 'local' });
    await at.php(`switch_to_blog( 2 ); return update_option( 'blogname', 'R&D <2>' );`);
    const browser = await browse(at);
    const html = await browser.page('network/users.php');
    expect(html).toContain('Provisioned by');
    expect(marker(html, login)).toBe('Usher: Usher, R&amp;D &lt;2&gt; (deactivated)');
    expect(marker(html, one.fields.user_login)).toBe('Usher: Usher');
    expect(marker(html, other.fields.user_login)).toBe('Usher: R&amp;D &lt;2&gt; (deactivated)');
    expect(marker(html, 'local')).toBe('Not provisioned');
  });

  it('asks no site twice for a page, and none that no account of the page belongs to', async () => {
    await at.installPlugin(
      'counts',
      `add_filter( 'query', function ( $sql ) { static $asked = [];
         if ( is_network_admin() && preg_match( '/FROM (\\w+usher_links) WHERE user_id IN/', $sql, $found ) ) {
           $asked[] = $found[1]; update_site_option( 'asked', $asked ); } return $sql; } );`,
    );
    const browser = await browse(at);
    const asked = () => at.php<string[]>(`return get_site_option( 'asked', [] );`);
    await browser.page('network/users.php');
    expect((await asked()).sort()).toEqual(['wp_2_usher_links', 'wp_usher_links']);
    await browser.page('network/users.php?s=local');
    expect(await asked()).toEqual(['wp_usher_links']);
  });
});
