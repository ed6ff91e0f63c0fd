import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../process/free-port.js';
import { KeptRunning } from '../process/keep-running.js';
import { startEmbeddedWordPress, type EmbeddedWordPress } from './start-wordpress.js';

// The first run on a machine fetches WordPress and PHP-WASM.
const PATIENCE = 300_000;

let siteDir: string;
beforeAll(async () => {
  siteDir = join(await mkdtemp(join(tmpdir(), 'usher-site-')), 'site');
});
afterAll(() => rm(join(siteDir, '..'), { recursive: true, force: true }));

// Without the connector: the site itself is what is looked at here.
const start = (runtime: 'native' | 'wasm', port = 0): Promise<EmbeddedWordPress> =>
  startEmbeddedWordPress({ siteDir, port, pluginDir: join(siteDir, 'none'), runtime });

function me(site: EmbeddedWordPress): Promise<Response> {
  const { username } = site.admin;
  const basic = Buffer.from(`${username}:${site.administratorApplicationPassword}`).toString('base64');
  return fetch(`${site.url}/wp-json/wp/v2/users/me?context=edit`, { headers: { authorization: `Basic ${basic}` } });
}

function isDown(kept: KeptRunning<EmbeddedWordPress>): boolean {
  try {
    return kept.running() === undefined;
  } catch {
    return true;
  }
}

describe('the embedded WordPress', () => {
  let first: Pick<EmbeddedWordPress, 'admin' | 'connector' | 'administratorApplicationPassword'>;

  it(
    'serves, shows no file that it shouldn’t, and asks nobody outside of it',
    async () => {
      const site = await start('native');
      try {
        first = site;
        await expect(me(site).then((answer) => answer.json())).resolves.toMatchObject({ roles: ['administrator'] });
        expect((await fetch(`${site.url}/wp-includes/images/blank.gif`)).headers.get('content-type')).toBe('image/gif');
        for (const path of ['/.htaccess', '/wp-content/database/.ht.sqlite', '/%2ehtaccess'])
          expect((await fetch(`${site.url}${path}`)).status).toBe(404);
        expect(await (await fetch(`${site.url}/wp-config.php`)).text()).toBe('');

        const blocked = await site.evaluate("echo wp_remote_get('http://example.org')->get_error_code();");
        expect(blocked).toBe('http_request_not_executed');
        expect(await site.evaluate("var_dump(wp_mail('a@example.org', 'b', 'c'));")).toContain('true');
        await site.evaluate(
          "wp_insert_user(['user_login' => 'kept', 'user_pass' => 'x', 'user_email' => 'k@example.org']);",
        );
      } finally {
        await site.stop();
      }
      await expect(fetch(site.url)).rejects.toThrow();
    },
    PATIENCE,
  );

  it(
    'is found as it was on the next start, by PHP-WASM as well',
    async () => {
      const site = await start('wasm');
      try {
        expect(site).toMatchObject({ admin: first.admin, connector: first.connector });
        expect((await me(site)).status).toBe(200);
        expect(await site.evaluate("echo get_user_by('login', 'kept')->user_email;")).toBe('k@example.org');
        await site.evaluate(
          "wp_insert_user(['user_login' => 'wasm', 'user_pass' => 'x', 'user_email' => 'w@example.org']);",
        );
        expect((await fetch(`${site.url}/.htaccess`)).status).toBe(404);
      } finally {
        await site.stop();
      }
    },
    PATIENCE,
  );

  it(
    'ends a PHP that an earlier run left on its port',
    async () => {
      const port = await freePort();
      await start('native', port);
      const second = await start('native', port);
      try {
        expect(await second.evaluate("echo get_user_by('login', 'wasm')->user_email;")).toBe('w@example.org');
      } finally {
        await second.stop();
      }
    },
    PATIENCE,
  );

  it.each(['native', 'wasm'] as const)(
    'on %s PHP can be kept running: killed, it comes back on the same address with what it had',
    async (runtime) => {
      const kept = await KeptRunning.start<EmbeddedWordPress>(
        (_, before) => start(runtime, before && Number(new URL(before.url).port)),
        { log: () => undefined },
      );
      try {
        const before = kept.running();
        const pid = Number(await readFile(join(siteDir, 'php.pid'), 'utf8'));
        process.kill(pid, 'SIGKILL');
        expect(await before.ended).toMatch(/^(the PHP server|PHP-WASM) was killed/);
        await expect(before.check()).rejects.toThrow('was killed');
        while (isDown(kept) || kept.running() === before) await sleep(50);
        expect(kept.running().url).toBe(before.url);
        expect((await me(kept.running())).status).toBe(200);
        expect(await kept.running().evaluate("echo get_user_by('login', 'kept')->user_email;")).toBe('k@example.org');
      } finally {
        await kept.stop();
      }
      await expect(fetch(kept.running().url)).rejects.toThrow();
    },
    PATIENCE,
  );

  it(
    'says in one line that its port is taken by another program',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as { port: number };
      await expect(start('native', port)).rejects.toThrow(
        `port ${port} for the embedded WordPress is taken by another program`,
      );
      other.close();
    },
    PATIENCE,
  );
});
