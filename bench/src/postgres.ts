import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@usher/embedded';
import pg from 'pg';

export interface BenchPostgres {
  /** Of the postmaster. */
  pid: number;
  /** Makes a database and tells its URL. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own in a temporary folder, as `npm start` runs it: fsync and synchronous_commit on. */
export async function startPostgres(): Promise<BenchPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: folder });
  return {
    pid: server.pid,
    async createDatabase(name) {
      await withClient(server.url, (client) => client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`));
      const url = new URL(server.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs statements in a connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'usher-bench' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
