import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { isAlive } from '../process/processes.js';
import { startEmbeddedPostgres } from './start-postgres.js';

const PATIENCE = 120_000;

let folder: string;
let dataDir: string;

beforeEach(async () => {
  // Below the home folder, and closed: root's PostgreSQL runs as a user that may not enter either.
  folder = await mkdtemp(join(homedir(), '.usher-test-postgres-'));
  await chmod(folder, 0o700);
  dataDir = join(folder, 'inner', 'postgres');
  await mkdir(join(folder, 'inner'), { mode: 0o700 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function query(url: string, sql: string): Promise<string[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<string[]>({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it(
    'keeps its data, in a folder that only its owner may enter',
    async () => {
      const first = await startEmbeddedPostgres({ dataDir });
      await query(first.url, "CREATE TABLE kept AS SELECT 'it' AS what");
      await first.stop();
      expect(isAlive(first.pid)).toBe(false);

      const second = await startEmbeddedPostgres({ dataDir });
      expect(await query(second.url, 'SELECT what FROM kept')).toEqual([['it']]);
      expect(await query(second.url, "SELECT current_setting('fsync'), current_setting('synchronous_commit')")).toEqual(
        [['on', 'on']],
      );
      await second.stop();
    },
    PATIENCE,
  );

  it(
    'ends one that an earlier run left on the same data, and recovers one that was killed',
    async () => {
      const left = await startEmbeddedPostgres({ dataDir });
      await query(left.url, "CREATE TABLE kept AS SELECT 'it' AS what");
      const said: string[] = [];
      const second = await startEmbeddedPostgres({ dataDir, log: (message) => said.push(message) });
      expect(isAlive(left.pid)).toBe(false);
      expect(said).toContain('ended a PostgreSQL that an earlier run had left');

      process.kill(second.pid, 'SIGKILL');
      const third = await startEmbeddedPostgres({ dataDir });
      expect(await query(third.url, 'SELECT what FROM kept')).toEqual([['it']]);
      await third.stop();
    },
    PATIENCE,
  );
});
