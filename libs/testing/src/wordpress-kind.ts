import {
  DEFAULT_RELEASE,
  PHP_WASM_VERSIONS,
  WORDPRESS_RELEASES,
  type PhpWasmVersion,
  type WordPressRelease,
} from '@usher/embedded';

/** Which WordPress a test wants. */
export interface WordPressKind {
  version?: WordPressRelease;
  database?: 'sqlite' | 'mariadb';
  /** A network of two sites, `/` and `/second/`, with the connector on all of it. */
  multisite?: boolean;
  /** The machine's own PHP, or a version of PHP-WASM, which has SQLite only. */
  php?: 'native' | PhpWasmVersion;
}

/** Names the WordPress that the connector's specs run on: `7.1,mariadb,multisite` or `6.1,php7.4`. */
export const TEST_WORDPRESS = 'USHER_TEST_WORDPRESS';

/**
 * The WordPress that the environment names, else the one that everything else is tested on.
 *
 * @throws Error of one line when it names what there is not
 */
export function wordPressUnderTest(env: NodeJS.ProcessEnv = process.env): Required<WordPressKind> {
  return parseWordPressKind(env[TEST_WORDPRESS] ?? '');
}

/** @param text words in any order, separated by commas: a version, `sqlite` or `mariadb`, `multisite`, `php7.4` */
export function parseWordPressKind(text: string): Required<WordPressKind> {
  const kind: Required<WordPressKind> = {
    version: DEFAULT_RELEASE,
    database: 'sqlite',
    multisite: false,
    php: 'native',
  };
  const phps = PHP_WASM_VERSIONS.map((version) => `php${version}`);
  for (const word of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const version = WORDPRESS_RELEASES.find((release) => release === word);
    if (version !== undefined) kind.version = version;
    else if (word === 'sqlite' || word === 'mariadb') kind.database = word;
    else if (word === 'multisite') kind.multisite = true;
    else if (phps.includes(word)) kind.php = word.slice('php'.length) as PhpWasmVersion;
    else {
      const known = [...WORDPRESS_RELEASES, 'sqlite', 'mariadb', 'multisite', ...phps].join(', ');
      throw new Error(`${TEST_WORDPRESS} knows ${known}, not "${word}"`);
    }
  }
  if (kind.php !== 'native' && kind.database !== 'sqlite')
    throw new Error(`${TEST_WORDPRESS}: php${kind.php} is PHP-WASM, which has SQLite only`);
  return kind;
}
