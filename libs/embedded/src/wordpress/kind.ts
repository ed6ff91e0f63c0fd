import type { MariaDbAccess } from '../mariadb/start-mariadb.js';
import type { WordPressRelease } from './releases.js';

/** A database on a MariaDB server, all of it for one site. */
export interface MariaDbDatabase extends MariaDbAccess {
  name: string;
}

/** What is not the same in every WordPress. */
export interface SiteKind {
  release: WordPressRelease;
  /** Null: SQLite, in the site's folder. */
  database: MariaDbDatabase | null;
  /** A network of two sites in subdirectories: `/` and `/second/`. */
  multisite: boolean;
}

/** Beside the main one of a network. */
export const SECOND_SITE = '/second/';
