import { Socket } from 'node:net';
import { jest } from '@jest/globals';
import { testDatabase } from '@usher/testing';
import { openDatabase } from './data-source.js';

it('a database that falls silent is asked for signs of life, so that no statement waits for ever', async () => {
  const database = await testDatabase();
  const asked = jest.spyOn(Socket.prototype, 'setKeepAlive');
  const dataSource = await openDatabase({ url: database.url, schema: 'test', migrations: [] });
  expect(asked.mock.calls).toContainEqual([true, 10_000]);
  asked.mockRestore();
  await dataSource.destroy();
  await database.drop();
});
