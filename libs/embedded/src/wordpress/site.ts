import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configuration } from './configuration.js';
import { SECOND_SITE, type SiteKind } from './kind.js';
import { phpScript, type PhpRuntime, type SitePaths } from './php-runtime.js';
import { releaseFiles, versionOf } from './releases.js';

/** The ways into a site, kept in its folder (0600) since WordPress itself keeps only hashes. */
export interface SiteSecrets {
  admin: { username: string; password: string };
  administratorApplicationPassword: string;
  /** The connector's own user, with only the capabilities it needs. */
  connector: { username: string; applicationPassword: string };
}

interface SiteFile extends Partial<SiteSecrets> {
  salt: string;
  version: string;
  /** WordPress's tables have been made. */
  installed?: boolean;
  /** They have been made those of a network, with its second site. */
  network?: boolean;
}

const scripts = fileURLToPath(new URL('./php/', import.meta.url));

export function sitePaths(folder: string): SitePaths {
  const path = resolve(folder);
  return {
    folder: path,
    root: join(path, 'public'),
    database: join(path, 'database'),
    router: join(path, 'router.php'),
    pidFile: join(path, 'php.pid'),
    phpLog: join(path, 'php.log'),
  };
}

/** Lays the files: WordPress (once), configuration and plugins (each time, so that a new version of them takes effect). */
export async function layFiles(
  site: SitePaths,
  kind: SiteKind,
  options: { url: string; pluginDir: string; log: (message: string) => void; signal?: AbortSignal },
): Promise<void> {
  const { url, pluginDir, log, signal } = options;
  await mkdir(site.database, { recursive: true });
  await chmod(site.folder, 0o700);
  if (!existsSync(site.root)) {
    const files = await releaseFiles(kind.release, log, signal);
    log(`laying out WordPress ${await versionOf(files)}`);
    const draft = `${site.root}.part`;
    await rm(draft, { recursive: true, force: true });
    await cp(files, draft, { recursive: true, mode: constants.COPYFILE_FICLONE });
    await rename(draft, site.root);
  }
  const plugins = join(site.root, 'wp-content', 'mu-plugins');
  await mkdir(plugins, { recursive: true });
  const { salt } = await readSiteFile(site);
  // Where this drop-in is, WordPress takes the database for SQLite.
  if (kind.database !== null) await rm(join(site.root, 'wp-content', 'db.php'), { force: true });
  if (kind.multisite) await writeFile(join(site.folder, 'network'), '');
  await Promise.all([
    copyFile(join(scripts, 'router.php'), site.router),
    copyFile(join(scripts, 'usher-embedded.php'), join(plugins, 'usher-embedded.php')),
    writeFile(join(site.root, 'wp-config.php'), configuration(site, kind, url, salt), { mode: 0o600 }),
    layConnector(plugins, pluginDir),
  ]);
}

async function layConnector(plugins: string, pluginDir: string): Promise<void> {
  const target = join(plugins, 'usher-connector');
  await rm(target, { recursive: true, force: true });
  if (!existsSync(join(pluginDir, 'usher-connector.php'))) return;
  await cp(pluginDir, target, { recursive: true });
  await writeFile(
    join(plugins, 'usher-connector.php'),
    "<?php\n/** Plugin Name: Usher connector (must-use) */\nrequire __DIR__ . '/usher-connector/usher-connector.php';\n",
  );
}

/** Installs WordPress and makes its users on the first run; on later runs gives what was kept. */
export async function installSite(
  site: SitePaths,
  kind: SiteKind,
  url: string,
  php: PhpRuntime,
  log: (message: string) => void,
): Promise<SiteSecrets> {
  const domain = new URL(url).host;
  let file = await readSiteFile(site);
  // Its database removed by hand: a new site.
  if (kind.database === null && !existsSync(join(site.database, '.ht.sqlite')))
    file = { salt: file.salt, version: file.version };
  const move = () => runScript(php, 'move-network.php', { root: site.root, domain });
  if (file.network) await move();
  const { administratorApplicationPassword, connector } = file;
  if (file.admin && administratorApplicationPassword && connector)
    return { admin: file.admin, administratorApplicationPassword, connector };

  const admin = file.admin ?? { username: 'admin', password: randomBytes(15).toString('base64url') };
  file = { ...file, admin };
  await writeSiteFile(site, file);
  const input = { root: site.root, title: 'Usher', email: 'admin@usher.invalid', ...admin };
  if (!file.installed) {
    log('installing WordPress');
    if (kind.database !== null) await runScript(php, 'create-database.php', kind.database);
    await runScript(php, 'install.php', input);
    file = { ...file, installed: true };
    await writeSiteFile(site, file);
  }
  if (kind.multisite && !file.network) {
    log('making a network of it');
    await runScript(php, 'make-network.php', { ...input, domain });
    await move();
    await runScript(php, 'make-site.php', { ...input, domain, path: SECOND_SITE, title: 'Second site' });
    file = { ...file, network: true };
    await writeSiteFile(site, file);
  }
  log('making the users of the site');
  const made = JSON.parse(await runScript(php, 'provision.php', input)) as Omit<SiteSecrets, 'admin'>;
  const secrets = { admin, ...made };
  await writeSiteFile(site, { ...file, ...secrets });
  return secrets;
}

export async function runScript(php: PhpRuntime, name: string, input: unknown): Promise<string> {
  const output = await php.run(phpScript(input, await readFile(join(scripts, name), 'utf8')));
  const start = output.lastIndexOf('{"');
  if (start < 0) throw new Error(`WordPress could not be prepared (${name}): ${output.slice(0, 500)}`);
  return output.slice(output.indexOf('{"'));
}

async function readSiteFile(site: SitePaths): Promise<SiteFile> {
  try {
    return JSON.parse(await readFile(join(site.folder, 'site.json'), 'utf8')) as SiteFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const file = { salt: randomBytes(48).toString('base64url'), version: await versionOf(site.root) };
    await writeSiteFile(site, file);
    return file;
  }
}

async function writeSiteFile(site: SitePaths, content: SiteFile): Promise<void> {
  const draft = join(site.folder, 'site.json.part');
  await writeFile(draft, JSON.stringify(content, null, 2), { mode: 0o600 });
  await rename(draft, join(site.folder, 'site.json'));
}
