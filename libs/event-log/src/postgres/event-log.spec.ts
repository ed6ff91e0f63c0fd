import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import pg from 'pg';
import { PostgresEventLog } from './event-log.js';
import { PostgresConsumer } from './consumer.js';

it('says when old records stay', async () => {
  jest.useFakeTimers();
  jest.spyOn(PostgresConsumer.prototype, 'start').mockResolvedValue();
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const pool = { query: () => Promise.reject(new Error('permission denied')) } as unknown as pg.Pool;
  const log = new PostgresEventLog({ pool, databaseUrl: '', clientId: 'test' });
  await log.subscribe({ group: 'g', topics: ['t'], concurrency: 1, handle: async () => undefined });
  await jest.advanceTimersByTimeAsync(3_600_000);
  expect(warn.mock.calls).toEqual([['old records stay: Error: permission denied']]);
  await log.close();
  jest.useRealTimers();
  jest.restoreAllMocks();
});
