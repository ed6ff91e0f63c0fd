import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  endProcesses,
  isAlive,
  MARIADB_PACKAGES,
  mariaDbBinaries,
  MariaDbUnavailableError,
  startMariaDb,
  withLock,
  type MariaDbAccess,
} from '@usher/embedded';
import { installPackages } from './apt.js';
import { TEST_MARIADB } from './environment.js';

/** As little as possible is asked of the disk: what a crash would lose is of no use to the next run. */
const QUICK = { 'innodb-flush-log-at-trx-commit': '0', 'innodb-doublewrite': '0' };

interface Kept extends MariaDbAccess {
  pid: number;
}

/**
 * A place for one MariaDB that all workers of a test run share; the first that asks for it starts it.
 *
 * @returns ends it, if it was started, and deletes its data
 */
export async function offerTestMariaDb(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-mariadb-'));
  process.env[TEST_MARIADB] = folder;
  // A run that is broken off takes its server with it.
  const broken = (): void => {
    const pid = keptIn(folder)?.pid;
    if (pid !== undefined && isAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', broken);
  return async () => {
    process.off('exit', broken);
    const pid = keptIn(folder)?.pid;
    if (pid !== undefined) await endProcesses([pid], 30_000);
    await rm(folder, { recursive: true, force: true });
    delete process.env[TEST_MARIADB];
  };
}

/**
 * The run's MariaDB. Outside of a run of tests (no {@link offerTestMariaDb}) it is this process's own and ends with it.
 * A site uses a database of its own.
 */
export async function sharedMariaDb(): Promise<MariaDbAccess> {
  if (!process.env[TEST_MARIADB]) await offerTestMariaDb();
  const folder = process.env[TEST_MARIADB] ?? '';
  return withLock(
    join(folder, 'lock'),
    () => undefined,
    async () => {
      const file = join(folder, 'server.json');
      const kept = await readFile(file, 'utf8').then(
        (text) => JSON.parse(text) as Kept,
        () => null,
      );
      if (kept !== null && isAlive(kept.pid)) return kept;
      await ensureMariaDb();
      const { host, port, user, password, pid } = await startMariaDb({
        dataDir: join(folder, 'server'),
        settings: QUICK,
      });
      const started: Kept = { host, port, user, password, pid };
      await writeFile(file, JSON.stringify(started), { mode: 0o600 });
      return started;
    },
  );
}

function keptIn(folder: string): Kept | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as Kept;
  } catch {
    return null;
  }
}

async function ensureMariaDb(): Promise<void> {
  try {
    await mariaDbBinaries();
  } catch (error) {
    if (!(error instanceof MariaDbUnavailableError)) throw error;
    await installPackages('there is no MariaDB on this machine', MARIADB_PACKAGES);
  }
}
