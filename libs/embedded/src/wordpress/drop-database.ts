import type { MariaDbDatabase } from './kind.js';
import { NativePhp } from './native-php.js';
import { runScript } from './site.js';

/** Drops what {@link startEmbeddedWordPress} made on a MariaDB server; does no harm when it isn't there. */
export async function dropDatabase(database: MariaDbDatabase): Promise<void> {
  await runScript(new NativePhp(), 'drop-database.php', database);
}
