import { setTimeout as delay } from 'node:timers/promises';
import { testDatabase, type TestDatabase } from '@usher/testing';
import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { openDatabase, poolOf } from './data-source.js';
import { inTransaction } from './transaction.js';

describe('a transaction whose connection is lost', () => {
  let database: TestDatabase;
  let dataSource: DataSource;

  beforeEach(async () => {
    database = await testDatabase();
    dataSource = await openDatabase({ url: database.url, schema: 'test', migrations: [], poolSize: 2 });
  });

  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  async function cutOff(client: PoolClient): Promise<void> {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await poolOf(dataSource).query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  }

  it.each<[string, (client: PoolClient) => Promise<unknown>]>([
    ['between two statements', () => delay(100)],
    ['in the midst of a statement', (client) => client.query('SELECT pg_sleep(10)')],
  ])('%s fails, and the process and the pool go on', async (_when, meanwhile) => {
    const pool = poolOf(dataSource);
    const cut = inTransaction(pool, async (client) => {
      await Promise.all([cutOff(client), delay(50, client).then(meanwhile)]);
      await client.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow();
    expect(await inTransaction(pool, async (client) => (await client.query('SELECT 1')).rowCount)).toBe(1);
  });
});
