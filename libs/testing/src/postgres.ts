import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isAlive, startEmbeddedPostgres } from '@usher/embedded';
import pg from 'pg';
import { fromEnvironment, TEST_DATABASE_URL } from './environment.js';
import { killProcesses } from './kill.js';

/** A server that a test may kill as well. */
export interface TestPostgres {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** `kill -9`; {@link TestPostgres.revive} starts it again on the same port with the same data. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

/** Starts a PostgreSQL with its data in a temporary folder; commits are durable, as in production. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-postgres-'));
  const port = await freePort();
  const start = () => startEmbeddedPostgres({ dataDir: folder, port, settings: { max_connections: '300' } });
  try {
    let server = await start();
    // A run that is broken off takes its server with it.
    const end = (): void => void (isAlive(server.pid) && process.kill(server.pid, 'SIGINT'));
    process.once('exit', end);
    return {
      url: server.url,
      kill: () => killProcesses((info) => info.pid === server.pid),
      async revive() {
        server = await start();
      },
      async stop() {
        process.off('exit', end);
        await server.stop();
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

export interface TestDatabase {
  /** `postgres://user:password@host:port/database` */
  url: string;
  /** Ends its connections and drops it. */
  drop(): Promise<void>;
}

/** A fresh, empty database on the run's PostgreSQL. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = fromEnvironment(TEST_DATABASE_URL);
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
