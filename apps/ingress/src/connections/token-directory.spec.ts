import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Token } from './entities.js';
import { TokenDirectory } from './token-directory.js';

it('says when the tokens can’t be read anew, unless the database is away, which is told elsewhere', async () => {
  jest.useFakeTimers();
  const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const faults = [undefined, new Error('Connection terminated unexpectedly'), new TypeError('no such column')];
  const tokens = async (): Promise<unknown[]> => {
    const fault = faults.shift();
    if (fault !== undefined) throw fault;
    return [];
  };
  const getRepository = (of: unknown) => ({ find: of === Token ? tokens : async () => [] });
  const directory = new TokenDirectory({ getRepository } as unknown as DataSource, 0);
  await directory.onModuleInit();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(error.mock.calls).toEqual([["tokens can't be read anew, revoked ones hold: TypeError: no such column"]]);
  directory.onModuleDestroy();
  jest.useRealTimers();
  jest.restoreAllMocks();
});
