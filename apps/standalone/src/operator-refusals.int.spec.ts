import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OperationEventData, TOPICS } from '@usher/events';
import { testDatabase, type TestDatabase } from '@usher/testing';
import pg from 'pg';
import { createApp } from './app.module.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let reader: pg.Pool;
let app: NestFastifyApplication;

beforeEach(async () => {
  database = await testDatabase();
  reader = new pg.Pool({ connectionString: database.url });
  app = await createApp(
    {
      ...{ DATABASE_URL: database.url, USHER_SCIM_TOKEN: 'scim-token-of-the-test' },
      ...{ USHER_OPERATOR_TOKEN: 'operator-token-of-the-test', USHER_SECRET_KEY: randomBytes(32).toString('hex') },
      ...{ USHER_SCIM_RATE_LIMIT: 0, USHER_TRUSTED_PROXIES: 0, USHER_STATE_RETENTION_DAYS: 30 },
      ...{ WORDPRESS_URL: 'http://127.0.0.1:9', WORDPRESS_USERNAME: 'usher', WORDPRESS_APPLICATION_PASSWORD: 'p' },
    },
    new Map(),
  );
  app.useLogger(false);
  await app.listen(0, '127.0.0.1');
});
afterEach(async () => {
  await app.close();
  await reader.end();
  await database.drop();
});

const ask = async (path: string, token?: string) =>
  (
    await fetch(`${await app.getUrl()}/api/${path}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    })
  ).status;

async function refusals(): Promise<OperationEventData[]> {
  const { rows } = await reader.query<{ value: string }>(
    `SELECT value, position, 0 AS waiting FROM event_log.records WHERE topic = $1
     UNION ALL SELECT value, position, 1 FROM event_log.outbox WHERE topic = $1 ORDER BY waiting, position`,
    [TOPICS.operations],
  );
  return rows
    .map(({ value }) => JSON.parse(value) as OperationEventData)
    .filter(({ action }) => action === 'operator.refuse');
}

async function told(count: number): Promise<OperationEventData[]> {
  let found = await refusals();
  for (const end = Date.now() + 20_000; found.length < count && Date.now() < end; found = await refusals()) {
    await sleep(50);
  }
  return found;
}

describe('a request to an API of the operators that is not let in', () => {
  it('is told to the audit by each service, with reason and address, without token and query', async () => {
    expect(await ask('connections?name=lovelace')).toBe(401);
    expect(await ask('targets', 'guessed-token')).toBe(401);
    expect(await ask('audit/entries', 'guessed-token')).toBe(401);
    const found = await told(3);
    expect(found.map(({ code, detail }) => [code, detail])).toEqual([
      ['no_token', 'The API of the operators was asked without a token (GET /api/connections)'],
      ['invalid_token', 'The API of the operators was asked with a token that is not valid (GET /api/targets)'],
      ['invalid_token', 'The API of the operators was asked with a token that is not valid (GET /api/audit/entries)'],
    ]);
    expect(found[0]).toMatchObject({ status: 'rejected', origin: { sourceIp: '127.0.0.1', actor: 'unknown' } });
    expect(JSON.stringify(found)).not.toMatch(/guessed|lovelace/);
  });

  it('a hundred times is ten events, and one with the number of the others when the service stops', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, n) => ask('targets', `guess-${n}`)));
    expect(await told(10)).toHaveLength(10);
    await app.close();
    const found = await refusals();
    expect(found).toHaveLength(11);
    expect(found.at(-1)?.detail).toContain('; 89 more like it within a minute are not told one by one');
  });
});
