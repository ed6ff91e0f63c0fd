import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { startTestPostgres, type TestPostgres } from '@usher/testing';
import { createApp } from './app.module.js';

jest.setTimeout(60_000);

const TOKEN = 'operator-token-of-the-test';
let postgres: TestPostgres;
let app: NestFastifyApplication | undefined;

beforeAll(async () => {
  postgres = await startTestPostgres();
});
afterAll(async () => {
  await app?.close();
  await postgres.stop();
});

async function ask(path: string) {
  const answer = await fetch(`${await app!.getUrl()}/api/${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return {
    status: answer.status,
    retryAfter: answer.headers.get('retry-after'),
    body: (await answer.json()) as object,
  };
}

it('operators are told in every service that the database is away, and served again once it is back', async () => {
  app = await createApp(
    {
      ...{ DATABASE_URL: postgres.url, USHER_SCIM_TOKEN: 'scim-token-of-the-test', USHER_OPERATOR_TOKEN: TOKEN },
      ...{ USHER_SECRET_KEY: randomBytes(32).toString('hex'), USHER_SCIM_RATE_LIMIT: 0, USHER_TRUSTED_PROXIES: 0 },
      ...{ WORDPRESS_URL: 'http://127.0.0.1:9', WORDPRESS_USERNAME: 'usher', WORDPRESS_APPLICATION_PASSWORD: 'p' },
      USHER_STATE_RETENTION_DAYS: 30,
    },
    new Map(),
  );
  app.useLogger(false);
  await app.listen(0, '127.0.0.1');
  const paths = ['connections', 'provisioning/links?userName=ada', 'provisioning/approvals', 'audit/entries'];
  for (const path of paths) expect((await ask(path)).status).toBe(200);
  await postgres.kill();
  for (const path of paths) {
    expect([path, await ask(path)]).toEqual([
      path,
      {
        ...{ status: 503, retryAfter: '2' },
        body: {
          ...{ statusCode: 503, error: 'Service Unavailable' },
          message: 'The service cannot reach its database; try again later',
        },
      },
    ]);
  }
  await postgres.revive();
  for (const path of paths) expect((await ask(path)).status).toBe(200);
});
