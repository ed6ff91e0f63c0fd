import { DEFAULT_RELEASE, WORDPRESS_RELEASES, type WordPressRelease } from '@usher/embedded';

/** Which WordPress a test wants. */
export interface WordPressKind {
  version?: WordPressRelease;
  database?: 'sqlite' | 'mariadb';
  /** A network of two sites, `/` and `/second/`, with the connector on all of it. */
  multisite?: boolean;
}

/** Names the WordPress that the connector's specs run on: `7.1,mariadb,multisite`. */
export const TEST_WORDPRESS = 'USHER_TEST_WORDPRESS';

/**
 * The WordPress that the environment names, else the one that everything else is tested on.
 *
 * @throws Error of one line when it names what there is not
 */
export function wordPressUnderTest(env: NodeJS.ProcessEnv = process.env): Required<WordPressKind> {
  return parseWordPressKind(env[TEST_WORDPRESS] ?? '');
}

/** @param text words in any order, separated by commas: a version, `sqlite` or `mariadb`, `multisite` */
export function parseWordPressKind(text: string): Required<WordPressKind> {
  const kind: Required<WordPressKind> = { version: DEFAULT_RELEASE, database: 'sqlite', multisite: false };
  for (const word of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const version = WORDPRESS_RELEASES.find((release) => release === word);
    if (version !== undefined) kind.version = version;
    else if (word === 'sqlite' || word === 'mariadb') kind.database = word;
    else if (word === 'multisite') kind.multisite = true;
    else
      throw new Error(
        `${TEST_WORDPRESS} knows ${WORDPRESS_RELEASES.join(', ')}, sqlite, mariadb and multisite, not "${word}"`,
      );
  }
  return kind;
}
