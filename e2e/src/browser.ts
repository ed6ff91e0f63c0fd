/** A person at a browser: keeps cookies, follows no redirect unasked. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly siteUrl: string) {}

  /** Logs in through WordPress's own form; whether that gave a session. */
  async logIn(login: string, password: string): Promise<boolean> {
    await this.submit('/wp-login.php', { log: login, pwd: password, 'wp-submit': 'Log In' });
    return (await this.account()) !== null;
  }

  /** Sends a form and keeps the cookies of the answer. */
  async submit(path: string, fields: Record<string, string>): Promise<Response> {
    const response = await fetch(this.siteUrl + path, {
      method: 'POST',
      redirect: 'manual',
      headers: this.headers(),
      body: new URLSearchParams(fields),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      this.cookies.set(name, value);
    }
    return response;
  }

  /** The id of the account in whose name this browser is on the site; null when it is nobody there. */
  async account(): Promise<number | null> {
    const front = await this.page('/');
    const body = /<body[^>]* class="([^"]*)"/.exec(await front.text())?.[1];
    if (!front.ok || body === undefined) throw new Error(`the front page answered ${front.status}, without a body`);
    if (!body.split(' ').includes('logged-in')) return this.shutOut();
    const profile = await this.page('/wp-admin/profile.php');
    const id = /name="checkuser_id" value="(\d+)"/.exec(await profile.text())?.[1];
    if (id === undefined) throw new Error(`logged in, and the profile page answered ${profile.status}`);
    return Number(id);
  }

  /** The page to which an answer redirects. */
  async follow({ headers }: Response): Promise<string> {
    const { pathname, search } = new URL(headers.get('location') ?? '', this.siteUrl);
    return (await this.page(pathname + search)).text();
  }

  /** WordPress asks whoever is nobody to log in. */
  private async shutOut(): Promise<null> {
    const profile = await this.page('/wp-admin/profile.php');
    const isAskedToLogIn = profile.status === 302 && profile.headers.get('location')?.includes('/wp-login.php');
    if (!isAskedToLogIn) throw new Error(`nobody, and the profile page: ${profile.status}`);
    return null;
  }

  /** The HTML of a page of WordPress's own screens. */
  async screen(path: string): Promise<string> {
    const response = await this.page(`/wp-admin/${path}`);
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.text();
  }

  private page(path: string): Promise<Response> {
    return fetch(this.siteUrl + path, { redirect: 'manual', headers: this.headers() });
  }

  private headers(): Record<string, string> {
    const accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    return { accept, cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
  }
}
