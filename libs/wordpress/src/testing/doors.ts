import { quoted, type ConnectedSite } from './connected-site.js';

/** A person who has set a password and an application password, and is logged in with a browser. */
export interface Person {
  login: string;
  email: string;
  password: string;
  applicationPassword: string;
  cookie: string;
  resetKey: string;
}

export async function settleIn({ php, wordpress }: ConnectedSite, login: string, email: string): Promise<Person> {
  const password = `secret of ${login}`;
  const applicationPassword = await php<string>(`$u = get_user_by( 'login', ${quoted(login)} );
    wp_set_password( ${quoted(password)}, $u->ID );
    $made = WP_Application_Passwords::create_new_application_password( $u->ID, [ 'name' => wp_generate_uuid4() ] );
    return $made[0];`);
  const { headers } = await submitLogin(wordpress.url, login, password);
  // After the login, which voids a key of before in newer versions of WordPress.
  const resetKey = await php<string>(`return get_password_reset_key( get_user_by( 'login', ${quoted(login)} ) );`);
  return { login, email, password, applicationPassword, resetKey, cookie: cookies(headers) };
}

/** Every way into a site, tried for real. True: it opened. */
export const DOORS: Record<string, (url: string, person: Person) => Promise<boolean>> = {
  'the login form with the login': async (url, { login, password }) =>
    loggedIn(await submitLogin(url, login, password)),
  'the login form with the e-mail address': async (url, { email, password }) =>
    loggedIn(await submitLogin(url, email, password)),
  'XML-RPC with the password': (url, { login, password }) => xmlRpc(url, login, password),
  'XML-RPC with an application password': (url, { login, applicationPassword }) =>
    xmlRpc(url, login, applicationPassword),
  'REST with an application password': async (url, { login, applicationPassword }) => {
    const authorization = `Basic ${Buffer.from(`${login}:${applicationPassword}`).toString('base64')}`;
    return (await fetch(`${url}/wp-json/wp/v2/users/me`, { headers: { authorization } })).status === 200;
  },
  'the cookie of a live session': async (url, { cookie }) =>
    (await fetch(`${url}/wp-admin/profile.php`, { headers: { cookie }, redirect: 'manual' })).status === 200,
  'a request for a password reset': async (url, { login }) => {
    const response = await post(`${url}/wp-login.php?action=lostpassword`, { user_login: login });
    return response.headers.get('location')?.includes('checkemail=confirm') ?? false;
  },
};

/** A password reset link that was mailed earlier; separate, because the next request for one voids it. */
export async function resetLinkWorks(url: string, { login, resetKey }: Person): Promise<boolean> {
  const query = new URLSearchParams({ action: 'rp', login, key: resetKey }).toString();
  const first = await fetch(`${url}/wp-login.php?${query}`, { redirect: 'manual' });
  const second = await fetch(`${url}/wp-login.php?action=rp`, {
    headers: { cookie: cookies(first.headers) },
    redirect: 'manual',
  });
  return second.status === 200;
}

export function submitLogin(url: string, login: string, password: string): Promise<Response> {
  return post(
    `${url}/wp-login.php`,
    { log: login, pwd: password, testcookie: '1' },
    'wordpress_test_cookie=WP%20Cookie%20check',
  );
}

function post(url: string, form: Record<string, string>, cookie = ''): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(form), headers: { cookie }, redirect: 'manual' });
}

function loggedIn({ headers }: Response): boolean {
  return headers.getSetCookie().some((cookie) => /^wordpress_logged_in_[^=]+=[^;]{20}/.test(cookie));
}

export function cookies(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function xmlRpc(url: string, login: string, password: string): Promise<boolean> {
  const values = ['1', login, password]
    .map((value) => `<param><value><string>${value}</string></value></param>`)
    .join('');
  const body = `<?xml version="1.0"?><methodCall><methodName>wp.getProfile</methodName><params>${values}</params></methodCall>`;
  const response = await fetch(`${url}/xmlrpc.php`, { method: 'POST', body, headers: { 'content-type': 'text/xml' } });
  const text = await response.text();
  if (!text.includes('methodResponse')) throw new Error(`XML-RPC doesn't work at all: ${text.slice(0, 300)}`);
  return !text.includes('<fault>');
}
