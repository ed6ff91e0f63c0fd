import type { SiteKind } from './kind.js';
import type { SitePaths } from './php-runtime.js';

const text = (value: string) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/**
 * The content of wp-config.php. A constant that a script has defined before is left as it is: what prepares a network
 * must load WordPress when there is none yet.
 */
export function configuration(site: SitePaths, kind: SiteKind, url: string, salt: string): string {
  const keys = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'];
  const defined: [string, string][] = [
    ...database(site, kind),
    ...(kind.multisite ? network(url) : address(url)),
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
    // A network looks at the request for which of its sites is meant, and on the command line there is none.
    ...(kind.multisite
      ? [`$_SERVER += array( 'HTTP_HOST' => ${text(new URL(url).host)}, 'REQUEST_URI' => '/' );`]
      : []),
    ...defined.map(([name, value]) => `defined( '${name}' ) || define( '${name}', ${value} );`),
    "$table_prefix = 'wp_';",
    "defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );",
    "require_once ABSPATH . 'wp-settings.php';",
    '',
  ].join('\n');
}

function database(site: SitePaths, { database: server }: SiteKind): [string, string][] {
  const character: [string, string][] = [
    ['DB_CHARSET', text('utf8mb4')],
    ['DB_COLLATE', text('')],
  ];
  if (server !== null)
    return [
      ['DB_NAME', text(server.name)],
      ['DB_USER', text(server.user)],
      ['DB_PASSWORD', text(server.password)],
      ['DB_HOST', text(`${server.host}:${server.port}`)],
      ...character,
    ];
  return [
    ['DB_NAME', text('wordpress')],
    ['DB_USER', text('')],
    ['DB_PASSWORD', text('')],
    ['DB_HOST', text('')],
    ...character,
    ['DB_DIR', text(site.database)],
    ['DB_FILE', text('.ht.sqlite')],
  ];
}

function address(url: string): [string, string][] {
  return [
    ['WP_HOME', text(url)],
    ['WP_SITEURL', text(url)],
  ];
}

/** The addresses of a network's sites are in its database. */
function network(url: string): [string, string][] {
  return [
    ['MULTISITE', 'true'],
    ['SUBDOMAIN_INSTALL', 'false'],
    ['DOMAIN_CURRENT_SITE', text(new URL(url).host)],
    ['PATH_CURRENT_SITE', text('/')],
    ['SITE_ID_CURRENT_SITE', '1'],
    ['BLOG_ID_CURRENT_SITE', '1'],
  ];
}
