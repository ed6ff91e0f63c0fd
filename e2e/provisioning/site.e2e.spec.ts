import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../src/clients.js';
import { ConnectedStage, SITE } from '../src/connected-stage.js';

let at: ConnectedStage;

beforeAll(async () => {
  at = await ConnectedStage.set();
}, 180_000);

afterAll(() => at?.strike(), 60_000);

interface Checked {
  ok: boolean;
  status: Record<string, unknown> | null;
  findings: { code: string; text: string; remedy: string | null }[];
}
interface Site {
  state: string;
  reason: string | null;
  work: { waiting: number };
}

const site = (): Promise<Site> => at.ask<Site>('GET', '');

function check(given: object = {}): Promise<Checked> {
  const { connector, url: siteUrl } = at.stage.wordpress;
  const { username, applicationPassword } = connector;
  return at.stage.sites.ask('POST', '/targets/check', { siteUrl, username, applicationPassword, ...given });
}

/** A web server in front of the site that keeps these headers to itself, as some hosts do with Authorization. */
async function stripping(to: string, stripped: readonly string[]): Promise<Server> {
  const server = createServer((message, answer) => {
    const headers = Object.fromEntries(Object.entries(message.headers).filter(([name]) => !stripped.includes(name)));
    headers.host = new URL(to).host;
    const onward = request(new URL(message.url ?? '/', to), { method: message.method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    message.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

describe('a site', () => {
  it('is looked at before it is connected: what it runs, what is wrong, and how to mend it', async () => {
    const before = await at.snapshot();
    const { version, multisite } = at.stage.wordpress.kind;
    const well = await check();
    expect(well.ok).toBe(true);
    expect(well.status).toMatchObject({
      wordpress: { version: expect.stringContaining(version), multisite },
      roles: expect.arrayContaining(['subscriber', 'administrator']),
    });

    const [wrong] = (await check({ applicationPassword: 'aaaa bbbb' })).findings;
    expect(wrong).toMatchObject({
      code: 'invalid_credentials',
      remedy: expect.stringContaining('application password'),
    });
    expect(await at.snapshot()).toEqual(before);
  });

  it.each([
    ['of which Usher then sends a second copy that gets through', ['authorization'], true, 'authorization_substituted'],
    ['and whatever else is like it', ['authorization', 'x-usher-authorization'], false, 'authorization_stripped'],
  ])('is told when its host strips the Authorization header, %s', async (_, stripped, ok, code) => {
    const server = await stripping(at.stage.wordpress.url, stripped);
    const checked = await check({ siteUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    server.close();
    expect(checked.ok).toBe(ok);
    expect(checked.findings.map((finding) => finding.code)).toContain(code);
  });

  it('that is paused gets nothing until it is resumed, and then everything', async () => {
    const { id } = await at.create('early');
    await at.ask('POST', '/pause');
    await at.stage.idp.patch(id, { op: 'replace', path: 'name.givenName', value: 'Later' });
    await eventually('the change in the queue', async () => (await site()).work.waiting > 0);
    expect(await at.account('early')).toMatchObject({ first: '' });
    await at.ask('POST', '/resume');
    await eventually('the change in WordPress', async () => (await at.account('early'))?.first === 'Later');
  });

  it('whose password was revoked is quarantined, loses nothing, and goes on with a new one', async () => {
    await at.php(`WP_Application_Passwords::delete_all_application_passwords(
      get_user_by('login', '${at.stage.wordpress.connector.username}')->ID); return 1;`);
    const created = at.create('patient');
    await eventually('the quarantine', async () => {
      const { state, reason } = await site();
      return state === 'quarantined' && reason?.includes('application password');
    });
    expect(await at.account('patient')).toBeNull();

    const applicationPassword = await at.php<string>(`return WP_Application_Passwords::create_new_application_password(
      get_user_by('login', '${at.stage.wordpress.connector.username}')->ID, ['name' => 'New'])[0];`);
    await at.stage.sites.ask('PATCH', `/targets/${SITE}`, { applicationPassword });
    expect((await created).outcome).toMatchObject({ action: 'create', status: 'succeeded' });
    expect(await at.account('patient')).toMatchObject({ roles: ['subscriber'] });
  });
});
