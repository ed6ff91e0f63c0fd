import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { endProcesses, freePort, listProcesses } from '@usher/embedded';
import type { Credentials } from './start/data-folder.js';

const PATIENCE = 300_000;

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));
let folder: string;
let environment: NodeJS.ProcessEnv;
let http: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usher-standalone-'));
  const port = await freePort();
  http = `http://127.0.0.1:${port}`;
  environment = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    USHER_CACHE_DIR: process.env.USHER_CACHE_DIR,
    USHER_DATA_DIR: join(folder, 'data'),
    USHER_HTTP_PORT: String(port),
    USHER_WORDPRESS_PORT: String(await freePort()),
  };
});

afterAll(async () => {
  // Those of a failed test first: they would start again what is ended below.
  for (const child of children) child.kill('SIGKILL');
  const left = (await listProcesses()).filter((info) => info.command.includes(folder));
  await endProcesses(left.map((info) => info.pid));
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  output(): string;
  /** Exit code. */
  over: Promise<number | null>;
}

function run(extra: NodeJS.ProcessEnv = {}, ...args: string[]): Run {
  const child = spawn(process.execPath, [program, ...args], { env: { ...environment, ...extra }, cwd: folder });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const over = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, over };
}

async function ready({ child, output }: Run): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`it ended:\n${output()}`);
    const answer = await fetch(`${http}/health/ready`).catch(() => null);
    if (answer?.status === 200) return;
    await sleep(200);
  }
}

const credentials = async (): Promise<Credentials> =>
  JSON.parse(await readFile(join(folder, 'data', 'credentials.json'), 'utf8')) as Credentials;

/** What `/health/ready` says of a part, asked until it is a fault: what needs that part may be found down before it. */
async function fault(part: string): Promise<string | undefined> {
  for (;;) {
    const answer = await fetch(`${http}/health/ready`);
    const { checks } = (await answer.json()) as { checks: Record<string, string> };
    if (answer.status === 503 && checks[part] !== 'ok') return checks[part];
  }
}

async function kill(part: string): Promise<void> {
  const pids = (await ofThisRun()).filter((info) => info.command.includes(part)).map((info) => info.pid);
  expect(pids).not.toEqual([]);
  await endProcesses(pids, 0, 'SIGKILL');
}

/** As an identity provider does: again until it is accepted. */
async function push(userName: string): Promise<void> {
  for (;;) {
    const answer = await scim('POST', '/Users', user(userName));
    if (answer.userName === userName) return;
    await sleep(200);
  }
}

async function scim(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const { scim: door } = await credentials();
  const answer = await fetch(`${door.baseUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${door.token}`, 'content-type': 'application/scim+json' },
    body: body && JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

const user = (userName: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName,
  emails: [{ value: `${userName}@example.com` }],
});

/** As a person would look: in the site itself, as its administrator. */
async function inWordPress(login: string): Promise<{ id: number; email: string } | undefined> {
  const { url, username, applicationPassword } = (await credentials()).wordpress;
  const basic = Buffer.from(`${username}:${applicationPassword}`).toString('base64');
  const answer = await fetch(`${url}/wp-json/wp/v2/users?context=edit&search=${login}`, {
    headers: { authorization: `Basic ${basic}` },
  });
  const users = (await answer.json()) as { id: number; username: string; email: string }[];
  return users.find((account) => account.username === login);
}

async function arrival(login: string): Promise<{ id: number; email: string }> {
  for (let i = 0; i < 300; i += 1) {
    const account = await inWordPress(login);
    if (account) return account;
    await sleep(200);
  }
  throw new Error(`${login} has not arrived in WordPress`);
}

/** A site that isn't there. */
const elsewhere = {
  ...{ name: 'Elsewhere', siteUrl: 'http://127.0.0.1:1', connection: '*' },
  ...{ username: 'usher', applicationPassword: 'abcd' },
};

async function operator(method: string, path: string, body?: object): Promise<unknown> {
  const { baseUrl, token } = (await credentials()).operator;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(baseUrl + path, { method, headers, body: JSON.stringify(body) });
  return answer.json();
}

const ofThisRun = async () => (await listProcesses()).filter((info) => info.command.includes(join(folder, 'data')));

describe('npm start', () => {
  let account: { id: number };

  it(
    'brings a user into WordPress, and on Ctrl-C ends everything it started',
    async () => {
      const first = run();
      await ready(first);
      for (const file of ['credentials.json', 'secret.key'])
        expect((await stat(join(folder, 'data', file))).mode & 0o777).toBe(0o600);
      expect(await operator('POST', '/targets', elsewhere)).toMatchObject({ id: 'elsewhere', managedBy: 'operator' });
      const page = await fetch(`${http}/setup`, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain('<title>Usher</title>');
      await scim('POST', '/Users', user('ada'));
      account = await arrival('ada');
      expect(account).toMatchObject({ email: 'ada@example.com' });

      const beside = run({ USHER_HTTP_PORT: '0', USHER_WORDPRESS_PORT: '0' });
      expect(await beside.over).toBe(1);
      expect(beside.output()).toMatch(/^usher: Usher is already running on \S+ \(process \d+\)[^\n]*\n$/);

      first.child.kill('SIGINT');
      expect(await first.over).toBe(0);
      expect(await ofThisRun()).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'after a kill -9 ends what was left running, and finds every user where it was',
    async () => {
      const killed = run();
      await ready(killed);
      await scim('POST', '/Users', user('grace'));
      killed.child.kill('SIGKILL');
      await killed.over;
      expect((await ofThisRun()).length).toBeGreaterThan(0);

      const next = run();
      await ready(next);
      await arrival('grace');
      expect(await inWordPress('ada')).toMatchObject({ id: account.id });
      // Its password could be opened once more: what is wrong with it is that nobody is there.
      const site = (await operator('GET', '/targets/elsewhere')) as { state: string; reason: string };
      expect(site).toMatchObject({
        state: 'paused',
        reason: expect.stringMatching(/127\.0\.0\.1:1 could not be reached/),
      });
      await operator('DELETE', '/targets/elsewhere');
      for (const name of ['ada', 'grace'])
        expect(await scim('GET', `/Users?filter=userName+eq+"${name}"`)).toMatchObject({ totalResults: 1 });
      next.child.kill('SIGTERM');
      expect(await next.over).toBe(0);
      expect(await ofThisRun()).toEqual([]);
    },
    PATIENCE,
  );

  it(
    'starts PostgreSQL and WordPress again when they are killed, says so, and goes on where it was',
    async () => {
      const running = run();
      await ready(running);
      const before = await credentials();
      await push('hedy');
      await arrival('hedy');

      await kill('router.php');
      expect(await fault('wordpress')).toMatch(/^the PHP server was killed \(SIGKILL.*it is being started again$/);
      await push('radia');
      await ready(running);
      await arrival('radia');

      await kill(' -D ');
      expect(await fault('postgresql')).toMatch(/^PostgreSQL was killed \(SIGKILL.*it is being started again$/);
      await push('emmy');
      await ready(running);
      await arrival('emmy');

      await Promise.all([kill(' -D '), kill('router.php')]);
      await push('annie');
      await ready(running);
      await arrival('annie');

      expect(await credentials()).toEqual(before);
      expect(await inWordPress('ada')).toMatchObject({ id: account.id });
      expect(await scim('GET', '/Users?count=0')).toMatchObject({ totalResults: 6 });
      for (const what of ['PostgreSQL was killed', 'the PHP server was killed'])
        expect(running.output()).toMatch(new RegExp(`${what} .*; starting it again in 0.5 s\\n`));

      await Promise.all([kill(' -D '), kill('router.php')]);
      await fault('postgresql');
      running.child.kill('SIGINT');
      expect(await running.over).toBe(0);
      expect(await ofThisRun()).toEqual([]);
    },
    PATIENCE,
  );

  it.each([
    ['a taken port', async () => ({ USHER_HTTP_PORT: await takenPort() }), /port \d+ on 127\.0\.0\.1 is taken/],
    ['a folder that is none', async () => ({ USHER_DATA_DIR: '/dev/null/x' }), /set USHER_DATA_DIR/],
    [
      'a WordPress that is not there',
      async () => ({
        WORDPRESS_URL: `http://127.0.0.1:${await freePort()}`,
        WORDPRESS_USERNAME: 'usher',
        WORDPRESS_APPLICATION_PASSWORD: 'x',
      }),
      /WordPress at http:\/\/127\.0\.0\.1:\d+ can't be worked with/,
    ],
    [
      'a WordPress without credentials',
      async () => ({ WORDPRESS_URL: 'http://127.0.0.1:1', WORDPRESS_USERNAME: 'usher' }),
      /WORDPRESS_APPLICATION_PASSWORD must be set/,
    ],
    [
      'a PostgreSQL that is not there',
      async () => ({ DATABASE_URL: `postgres://u:p@127.0.0.1:${await freePort()}/d` }),
      /PostgreSQL can't be reached/,
    ],
  ])(
    'says of %s in one line what to do, and fails',
    async (_, variables, expected) => {
      const refused = run({ USHER_DATA_DIR: join(folder, 'other'), USHER_WORDPRESS_PORT: '0', ...(await variables()) });
      expect(await refused.over).toBe(1);
      const complaints = refused
        .output()
        .split('\n')
        .filter((line) => line.startsWith('usher:'));
      expect(complaints).toEqual([expect.stringMatching(expected)]);
    },
    PATIENCE,
  );
});

async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  return String((server.address() as { port: number }).port);
}
