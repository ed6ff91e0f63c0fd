import { jest } from '@jest/globals';
import { connectedSite, gives, quoted, upsert, type ConnectedSite } from './testing/connected-site.js';
import { cookies } from './testing/doors.js';

jest.setTimeout(120_000);
const REASON = 'Your account on this site is deactivated';
let at: ConnectedSite;
const leaver = upsert({ roles: gives('author') });
const stays = upsert({ roles: gives('author') });

beforeAll(async () => {
  at = await connectedSite();
  // As plugins for SAML and OpenID Connect do it: the answer of the identity provider comes to a page, a route of REST, or
  // of AJAX, and the person is in, past the password.
  await at.installPlugin(
    'signs-on',
    `function test_sign_on() {
       $user = get_user_by( 'login', $_REQUEST['who'] );
       wp_set_current_user( $user->ID ); wp_set_auth_cookie( $user->ID, true ); do_action( 'wp_login', $user->user_login, $user );
       wp_safe_redirect( admin_url( 'profile.php' ) ); exit;
     }
     add_action( 'init', function () { if ( isset( $_GET['acs'] ) ) { test_sign_on(); } } );
     add_action( 'wp_ajax_nopriv_acs', 'test_sign_on' );
     add_action( 'rest_api_init', function () {
       register_rest_route( 'test', '/acs', [ 'methods' => 'POST', 'permission_callback' => '__return_true', 'callback' => 'test_sign_on' ] ); } );
     // Whoever opens the ordinary login page is sent to the identity provider.
     add_action( 'login_form_login', function () { header( 'Location: https://idp.example.org/', true, 302 ); exit; } );`,
  );
  await at.site.batch([leaver, stays]);
  await at.run({ op: 'deactivate', scimId: leaver.scimId, revision: 2 });
});
afterAll(() => at.stop());

const PLACES = ['/?acs=1', '/wp-admin/admin-ajax.php?action=acs', '/wp-json/test/acs'];
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

function signOn(place: string, who: string, accept: string): Promise<Response> {
  const body = new URLSearchParams({ who });
  return fetch(at.wordpress.url + place, { method: 'POST', body, headers: { accept }, redirect: 'manual' });
}
const sessionsOf = (login: string) =>
  at.php<number>(
    `return count( WP_Session_Tokens::get_instance( get_user_by( 'login', ${quoted(login)} )->ID )->get_all() );`,
  );

describe('who is signed on by another plugin', () => {
  it.each(PLACES)('at %s gets in as long as the account is active', async (place) => {
    const answer = await signOn(place, stays.fields.user_login, BROWSER);
    expect(answer.headers.get('location')).toContain('/wp-admin/profile.php');
    const headers = { cookie: cookies(answer.headers), accept: BROWSER };
    const profile = await fetch(`${at.wordpress.url}/wp-admin/profile.php`, { headers, redirect: 'manual' });
    expect(profile.status).toBe(200);
  });

  it.each(PLACES)(
    'at %s reads on the login page that the account is deactivated, and has no session',
    async (place) => {
      const answer = await signOn(place, leaver.fields.user_login, BROWSER);
      expect(answer.status).toBe(302);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(answer.headers.get('cache-control')).toContain('no-cache');
      const page = await fetch(answer.headers.get('location')!, { headers: { accept: BROWSER }, redirect: 'manual' });
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(html).toContain(REASON);
      expect(html).toContain('name="pwd"');
      expect(await sessionsOf(leaver.fields.user_login)).toBe(0);
    },
  );

  it.each(PLACES)('at %s by a script, which waits for no page, gets no session either', async (place) => {
    const answer = await signOn(place, leaver.fields.user_login, 'application/json');
    expect(answer.headers.get('location')).toContain('/wp-admin/profile.php');
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await sessionsOf(leaver.fields.user_login)).toBe(0);
  });

  it('and brings a cookie that the plugin made by itself reads the reason, once', async () => {
    const cookie = await at.php<string>(`$u = get_user_by( 'login', ${quoted(leaver.fields.user_login)} );
      $token = WP_Session_Tokens::get_instance( $u->ID )->create( time() + 900 );
      return AUTH_COOKIE . '=' . wp_generate_auth_cookie( $u->ID, time() + 900, 'auth', $token ) . '; '
        . LOGGED_IN_COOKIE . '=' . wp_generate_auth_cookie( $u->ID, time() + 900, 'logged_in', $token );`);
    const headers = { cookie, accept: BROWSER };
    const profile = await fetch(`${at.wordpress.url}/wp-admin/profile.php`, { headers, redirect: 'manual' });
    expect(profile.status).toBe(302);
    const page = await fetch(profile.headers.get('location')!, { headers, redirect: 'manual' });
    expect((await page.text()).split(REASON)).toHaveLength(2);
  });
});

it("another person's session made in the same request is not withheld", async () => {
  await at.installPlugin(
    'signs-two-on',
    `add_action( 'init', function () { if ( isset( $_GET['two'] ) ) {
       foreach ( explode( ' ', $_GET['two'] ) as $login ) { wp_set_auth_cookie( get_user_by( 'login', $login )->ID ); } exit; } } );`,
  );
  const [first, second] = [leaver.fields.user_login, stays.fields.user_login];
  const answer = await fetch(`${at.wordpress.url}/?two=${first}+${second}`);
  expect(cookies(answer.headers)).toContain(`=${second}%7C`);
  expect(cookies(answer.headers)).not.toContain(`=${first}%7C`);
});
