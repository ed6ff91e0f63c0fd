import { eventually, testDatabase, type TestDatabase } from '@usher/testing';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { openDatabase, poolOf } from './data-source.js';

let temporary: TestDatabase;
let database: DataSource;
let pool: Pool;

beforeAll(async () => {
  temporary = await testDatabase();
  database = await openDatabase({ url: temporary.url, schema: 'some', migrations: [], settings: { jit: 'off' } });
  pool = poolOf(database);
});
afterAll(async () => {
  await database?.destroy();
  await temporary?.drop();
});

describe('a database', () => {
  it('that takes back a connection in use fails the next statement over it, and nothing else', async () => {
    const client = await pool.connect();
    let ended = false;
    client.once('end', () => (ended = true));
    try {
      await client.query('BEGIN');
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await eventually(() => expect(ended).toBe(true), 3_000);
      await expect(client.query('SELECT 1')).rejects.toThrow(/not queryable|terminat/);
    } finally {
      client.release(true);
    }
    expect((await pool.query<{ jit: string }>('SHOW jit')).rows).toEqual([{ jit: 'off' }]);
  });
});
