import { constants } from 'node:fs';
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unpackDebianPackages } from '../debian/packages.js';
import { cached } from './cache.js';
import { wordpressFiles } from './wordpress-files.js';

/** What `npm start` runs. */
export const DEFAULT_RELEASE = '6.5';

/** The releases of WordPress that can be had as files, and the release of Debian that carries them; null: npm. */
const SUITES = { '6.1': 'bookworm', '6.5': null, '6.8': 'trixie', '7.1': 'sid' } as const;

export type WordPressRelease = keyof typeof SUITES;
export const WORDPRESS_RELEASES = Object.keys(SUITES) as WordPressRelease[];

/** Debian's package has links to what other packages bring. */
const PARTS = [
  ...['wordpress', 'libjs-cropper', 'libjs-jquery-ui', 'libjs-lodash', 'libjs-underscore'],
  ...['libphp-phpmailer', 'php-getid3'],
];
const THEMES = { '6.1': 'twentytwentythree', '6.8': 'twentytwentyfive', '7.1': 'twentytwentyfive' } as const;

/**
 * A folder with a release of WordPress, not installed, and the SQLite drop-in in its place. Fetched on first use, then
 * kept.
 *
 * @throws DebianUnavailableError, or Error of one line from npm
 */
export function releaseFiles(
  release: WordPressRelease,
  log: (message: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const suite = SUITES[release];
  if (release === DEFAULT_RELEASE || suite === null) return wordpressFiles(log, signal);
  const theme = `wordpress-theme-${THEMES[release]}`;
  return cached(
    `wordpress-debian-${release}-1`,
    async (folder) => {
      const drop = join(await wordpressFiles(log, signal), 'wp-content');
      log(`fetching WordPress ${release} from Debian ${suite} (20 MB, once)`);
      const unpacked = join(folder, '.packages');
      await unpackDebianPackages(suite, [...PARTS, theme], unpacked, signal);
      const source = join(unpacked, 'usr', 'share', 'wordpress');
      // The links into Debian's own configuration point at nothing here.
      await rm(join(source, '.htaccess'), { force: true });
      const certificates = join('wp-includes', 'certificates', 'ca-bundle.crt');
      await rm(join(source, certificates), { force: true });
      await cp(source, folder, { recursive: true, dereference: true, mode: constants.COPYFILE_FICLONE });
      await cp(join(drop, '..', certificates), join(folder, certificates));
      await rm(join(folder, 'wp-config.php'));
      await rm(unpacked, { recursive: true });
      const plugin = join('plugins', 'sqlite-database-integration');
      await cp(join(drop, plugin), join(folder, 'wp-content', plugin), { recursive: true });
      await cp(join(drop, 'db.php'), join(folder, 'wp-content', 'db.php'));
    },
    log,
  );
}

/** The whole version of the WordPress in a folder: `6.8.12`. */
export async function versionOf(root: string): Promise<string> {
  const text = await readFile(join(root, 'wp-includes', 'version.php'), 'utf8');
  return /\$wp_version = '([^']+)'/.exec(text)?.[1] ?? 'unknown';
}
