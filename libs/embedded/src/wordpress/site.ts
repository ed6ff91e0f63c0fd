import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { phpScript, type PhpRuntime, type SitePaths } from './php-runtime.js';
import { WORDPRESS_VERSION, wordpressFiles } from './wordpress-files.js';

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
  options: { url: string; pluginDir: string; log: (message: string) => void; signal?: AbortSignal },
): Promise<void> {
  const { url, pluginDir, log, signal } = options;
  await mkdir(site.database, { recursive: true });
  await chmod(site.folder, 0o700);
  if (!existsSync(site.root)) {
    const files = await wordpressFiles(log, signal);
    log(`laying out WordPress ${WORDPRESS_VERSION}`);
    const draft = `${site.root}.part`;
    await rm(draft, { recursive: true, force: true });
    await cp(files, draft, { recursive: true, mode: constants.COPYFILE_FICLONE });
    await rename(draft, site.root);
  }
  const plugins = join(site.root, 'wp-content', 'mu-plugins');
  await mkdir(plugins, { recursive: true });
  const { salt } = await readSiteFile(site);
  await Promise.all([
    copyFile(join(scripts, 'router.php'), site.router),
    copyFile(join(scripts, 'usher-embedded.php'), join(plugins, 'usher-embedded.php')),
    writeFile(join(site.root, 'wp-config.php'), configuration(site, url, salt), { mode: 0o600 }),
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
  php: PhpRuntime,
  log: (message: string) => void,
): Promise<SiteSecrets> {
  let file = await readSiteFile(site);
  // Its database removed by hand: a new site.
  if (!existsSync(join(site.database, '.ht.sqlite'))) file = { salt: file.salt, version: file.version };
  const { administratorApplicationPassword, connector } = file;
  if (file.admin && administratorApplicationPassword && connector)
    return { admin: file.admin, administratorApplicationPassword, connector };

  const admin = file.admin ?? { username: 'admin', password: randomBytes(15).toString('base64url') };
  file = { ...file, admin };
  await writeSiteFile(site, file);
  const input = { root: site.root, title: 'Usher', email: 'admin@usher.invalid', ...admin };
  if (!file.installed) {
    log('installing WordPress');
    await runScript(php, 'install.php', input);
    file = { ...file, installed: true };
    await writeSiteFile(site, file);
  }
  log('making the users of the site');
  const made = JSON.parse(await runScript(php, 'provision.php', input)) as Omit<SiteSecrets, 'admin'>;
  const secrets = { admin, ...made };
  await writeSiteFile(site, { ...file, ...secrets });
  return secrets;
}

async function runScript(php: PhpRuntime, name: string, input: unknown): Promise<string> {
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
    const file = { salt: randomBytes(48).toString('base64url'), version: WORDPRESS_VERSION };
    await writeSiteFile(site, file);
    return file;
  }
}

async function writeSiteFile(site: SitePaths, content: SiteFile): Promise<void> {
  const draft = join(site.folder, 'site.json.part');
  await writeFile(draft, JSON.stringify(content, null, 2), { mode: 0o600 });
  await rename(draft, join(site.folder, 'site.json'));
}

function configuration(site: SitePaths, url: string, salt: string): string {
  const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const keys = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'];
  const constantsOfSite: [string, string][] = [
    ['DB_NAME', text('wordpress')],
    ['DB_USER', text('')],
    ['DB_PASSWORD', text('')],
    ['DB_HOST', text('')],
    ['DB_CHARSET', text('utf8mb4')],
    ['DB_COLLATE', text('')],
    ['DB_DIR', text(site.database)],
    ['DB_FILE', text('.ht.sqlite')],
    ['WP_HOME', text(url)],
    ['WP_SITEURL', text(url)],
    // Application passwords over plain http are allowed only in a local environment.
    ['WP_ENVIRONMENT_TYPE', text('local')],
    ['WP_HTTP_BLOCK_EXTERNAL', 'true'],
    ['DISABLE_WP_CRON', 'true'],
    ['AUTOMATIC_UPDATER_DISABLED', 'true'],
    ['WP_DEBUG', 'false'],
    ...keys.flatMap((key): [string, string][] => [
      [`${key}_KEY`, text(`${key}-${salt}`)],
      [`${key}_SALT`, text(`${key}-salt-${salt}`)],
    ]),
  ];
  return [
    '<?php',
    '// Written anew by Usher at each start.',
    ...constantsOfSite.map(([name, value]) => `defined( '${name}' ) || define( '${name}', ${value} );`),
    "$table_prefix = 'wp_';",
    "defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );",
    "require_once ABSPATH . 'wp-settings.php';",
    '',
  ].join('\n');
}
