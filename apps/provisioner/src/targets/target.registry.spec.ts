import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { until } from '../testing/provisioner-app.js';
import { type RegistryOptions, TargetRegistry } from './target.registry.js';

it('says when changes of sites can’t be taken over, unless the database is away, which is told elsewhere', async () => {
  const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const faults = [new Error('Connection terminated unexpectedly'), new TypeError('no such rule')];
  let polls = 0;
  const revisions = async (): Promise<Map<string, number>> => {
    const fault = faults[polls++ - 1];
    if (fault !== undefined) throw fault;
    return new Map();
  };
  const options = { pollMs: 5 } as RegistryOptions;
  const registry = await TargetRegistry.open({ revisions, load: async () => [] }, options);
  registry.onApplicationBootstrap();
  await until(
    () => polls,
    (count) => count > 4,
    2_000,
  );
  await registry.onModuleDestroy();
  expect(error.mock.calls).toEqual([["changes of sites can't be taken over: TypeError: no such rule"]]);
  error.mockRestore();
});
