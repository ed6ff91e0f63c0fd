import type { ConnectedSite } from './connected-site.js';
import { cookies, submitLogin } from './doors.js';

/** What a person sees and does in wp-admin. */
export interface Browser {
  /** The HTML of a page below wp-admin, without the frame that WordPress puts around each. */
  page(path: string): Promise<string>;
  get(path: string): Promise<Response>;
  post(path: string, form: [string, string][]): Promise<Response>;
}

/** @throws Error when the login form doesn't let this person in */
export async function browse(at: ConnectedSite, person?: { login: string; password: string }): Promise<Browser> {
  const { admin, url } = at.wordpress;
  const { login, password } = person ?? { login: admin.username, password: admin.password };
  const cookie = cookies((await submitLogin(url, login, password)).headers);
  if (!cookie.includes('wordpress_logged_in')) throw new Error(`${login} could not log in`);
  const address = (path: string) => `${url}/wp-admin/${path}`;
  const get = (path: string) => fetch(address(path), { headers: { cookie }, redirect: 'manual' });
  return {
    get,
    page: async (path) => {
      const html = await (await get(path)).text();
      return html.slice(Math.max(0, html.indexOf('<div class="wrap">')), html.indexOf('<div id="wpfooter"'));
    },
    post: (path, form) =>
      fetch(address(path), {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { cookie },
        redirect: 'manual',
      }),
  };
}

/** The logins that a page of the Users screen lists, in its order. */
export function listedLogins(html: string): string[] {
  return [...html.matchAll(/<t[dh] class='username[^>]*>.*?<strong><a [^>]*>([^<]*)<\/a>/gs)].map(
    ([, login]) => login ?? '',
  );
}

/** The text of one cell of the Users screen. */
export function cell(html: string, login: string, column: string): string {
  const row = html.split('<tr').find((part) => part.includes(`>${login}</a>`)) ?? '';
  const text = new RegExp(`<td class='${column} [^>]*>(.*?)</td>`, 's').exec(row)?.[1];
  if (text === undefined) throw new Error(`no cell ${column} for ${login}`);
  return text
    .replace(/<span aria-hidden="true">.*?<\/span>/g, '')
    .replace(/<[^>]*>/g, '')
    .trim();
}
