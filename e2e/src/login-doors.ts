import { type PhpDoor, quoted } from '@usher/testing';
import { Browser } from './browser.js';

/** Somebody with a password, an application password, and a session that is open. */
export interface Person {
  siteUrl: string;
  login: string;
  email: string;
  password: string;
  applicationPassword: string;
  session: Browser;
  php: PhpDoor;
}

/** Gives an account what opens doors. */
export async function settleIn(php: PhpDoor, siteUrl: string, login: string): Promise<Person> {
  const password = `right horse of ${login}`;
  const given = await php<{ email: string; applicationPassword: string }>(`
    $user = get_user_by('login', ${quoted(login)});
    wp_set_password(${quoted(password)}, $user->ID);
    $made = WP_Application_Passwords::create_new_application_password($user->ID, ['name' => wp_generate_uuid4()]);
    return ['email' => $user->user_email, 'applicationPassword' => $made[0]];`);
  const session = new Browser(siteUrl);
  await session.logIn(login, password);
  return { siteUrl, login, password, session, php, ...given };
}

/** Every way into a site, tried for real. */
export const DOORS: Readonly<Record<string, (person: Person) => Promise<boolean>>> = {
  form: ({ siteUrl, login, password }) => new Browser(siteUrl).logIn(login, password),
  'form by e-mail address': ({ siteUrl, email, password }) => new Browser(siteUrl).logIn(email, password),
  session: async ({ session }) => (await session.account()) !== null,
  'application password': async ({ siteUrl, login, applicationPassword }) => {
    const authorization = `Basic ${Buffer.from(`${login}:${applicationPassword}`).toString('base64')}`;
    return (await fetch(`${siteUrl}/wp-json/wp/v2/users/me`, { headers: { authorization } })).status === 200;
  },
  'XML-RPC': xmlRpc,
  'password reset': ({ php, login }) =>
    php<boolean>(`return ! is_wp_error(get_password_reset_key(get_user_by('login', ${quoted(login)})));`),
};

/** Names of the doors that open for a person. */
export async function openDoors(person: Person): Promise<string[]> {
  const open: string[] = [];
  for (const [name, opens] of Object.entries(DOORS)) if (await opens(person)) open.push(name);
  return open;
}

async function xmlRpc({ siteUrl, login, password }: Person): Promise<boolean> {
  const values = ['1', login, password].map((text) => `<param><value><string>${text}</string></value></param>`);
  const body = `<?xml version="1.0"?><methodCall><methodName>wp.getProfile</methodName><params>${values.join('')}</params></methodCall>`;
  const response = await fetch(`${siteUrl}/xmlrpc.php`, { method: 'POST', body });
  const text = await response.text();
  if (!text.includes('<methodResponse>')) throw new Error(`XML-RPC answered ${response.status}: ${text}`);
  return !text.includes('<fault>');
}
