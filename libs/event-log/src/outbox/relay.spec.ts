import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { Pool } from 'pg';
import type { EventLog } from '../port.js';
import { OutboxRelay } from './relay.js';

it('tries a database that is down again after a pause, not in a loop, and ends at once when asked to', async () => {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  // Nobody listens on the port of the discard service.
  const databaseUrl = 'postgres://nobody@127.0.0.1:9/none';
  const pool = new Pool({ connectionString: databaseUrl });
  const relay = new OutboxRelay({ log: {} as EventLog, pool, databaseUrl, clientId: 'test' });
  relay.start();
  await delay(800);
  const tries = warn.mock.calls.length;
  await relay.stop();
  await pool.end();
  warn.mockRestore();
  expect(tries).toBeGreaterThanOrEqual(1);
  expect(tries).toBeLessThanOrEqual(2);
});
