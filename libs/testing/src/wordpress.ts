import { execFile } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  cacheFolder,
  cached,
  nativePhpFault,
  startEmbeddedWordPress,
  WORDPRESS_VERSION,
  type EmbeddedWordPress,
} from '@usher/embedded';
import { killProcesses } from './kill.js';

/** The connector plugin of this repository. */
export const CONNECTOR_FOLDER = fileURLToPath(
  new URL('../../../apps/wordpress-connector/usher-connector/', import.meta.url),
);

export interface TestWordPress extends EmbeddedWordPress {
  /** `kill -9` of its PHP, workers included; {@link TestWordPress.revive} serves the same site on the same port again. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** Stops it and deletes the site. */
  stop(): Promise<void>;
}

/**
 * A real WordPress of its own on native PHP and SQLite, with the connector installed: a copy of a prepared site, in
 * about a second. `evaluate(code)` runs PHP inside it and gives what that prints, to look *in WordPress*.
 *
 * The first call on a machine fetches WordPress through npm, and PHP through apt where that is possible.
 */
export async function startWordPress(options: { port?: number } = {}): Promise<TestWordPress> {
  await ensurePhp();
  const template = await cached(`test-site-${WORDPRESS_VERSION}-2`, async (folder) => {
    const wordpress = await startEmbeddedWordPress({
      siteDir: folder,
      port: 0,
      // Without the connector: each site gets it as it is now, and makes its users itself.
      pluginDir: join(folder, 'none'),
      runtime: 'native',
    });
    await wordpress.stop();
    const file = join(folder, 'site.json');
    const content = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...content, connector: undefined }), { mode: 0o600 });
  });
  await mkdir(join(cacheFolder(), 'sites'), { recursive: true });
  // In the cache's file system, so that the thousands of files that don't change can be links.
  const siteDir = await mkdtemp(join(cacheFolder(), 'sites', 'test-'));
  await layCopy(template, siteDir);
  try {
    const start = (port: number) =>
      startEmbeddedWordPress({ siteDir, port, pluginDir: CONNECTOR_FOLDER, runtime: 'native' });
    let wordpress = await start(options.port ?? 0);
    return {
      ...wordpress,
      kill: () => killProcesses((info) => info.command.includes(siteDir)),
      revive: async () => {
        wordpress = await start(Number(new URL(wordpress.url).port));
      },
      stop: async () => {
        await wordpress.stop();
        await rm(siteDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(siteDir, { recursive: true, force: true });
    throw error;
  }
}

/** WordPress's own files are linked; what a site writes (database, configuration, must-use plugins) is copied. */
async function layCopy(from: string, to: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const relative = (entry: (typeof entries)[number]) => join(entry.parentPath, entry.name).slice(from.length + 1);
  for (const entry of entries) if (entry.isDirectory()) await mkdir(join(to, relative(entry)), { recursive: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = relative(entry);
        const own = !path.startsWith('public/') || path === 'public/wp-config.php' || path.includes('/mu-plugins/');
        return own
          ? copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE)
          : link(join(from, path), join(to, path));
      }),
  );
}

const PACKAGES = ['php-cli', 'php-sqlite3', 'php-mysql', 'php-xml', 'php-mbstring', 'php-curl'];

async function ensurePhp(): Promise<void> {
  const fault = await nativePhpFault();
  if (fault === null) return;
  const advice = `${fault}; the tests need it: apt-get install ${PACKAGES.join(' ')}`;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) throw new Error(advice);
  const run = promisify(execFile);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another worker may be installing the same at this moment: apt waits for its lock.
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  try {
    await run('apt-get', [...wait, 'update', '-qq'], { env });
    await run('apt-get', [...wait, 'install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], { env });
  } catch (error) {
    throw new Error(`${advice} (apt-get failed: ${error instanceof Error ? error.message.split('\n').at(-2) : error})`);
  }
  const still = await nativePhpFault();
  if (still !== null) throw new Error(`${still}; the tests need it: apt-get install ${PACKAGES.join(' ')}`);
}
