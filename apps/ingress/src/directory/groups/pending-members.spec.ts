import { jest } from '@jest/globals';
import type { OutboxSignal } from '@usher/event-log';
import type { Pool } from 'pg';
import type { GroupRepository } from './group.repository.js';
import { PendingMembers } from './pending-members.js';

it('begins no look for pending members before the one before has ended, or they would take all connections', async () => {
  jest.useFakeTimers();
  let end = (): void => undefined;
  const link = jest.fn(() => new Promise<void>((resolve) => (end = resolve)));
  const query = async () => ({ rows: [{ connection: 'default', id: 'group' }] });
  const pending = new PendingMembers(
    { query } as unknown as Pool,
    { link } as unknown as GroupRepository,
    { wake: () => undefined } as OutboxSignal,
  );
  pending.onModuleInit();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(link).toHaveBeenCalledTimes(1);
  end();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(link).toHaveBeenCalledTimes(2);
  pending.onModuleDestroy();
  jest.useRealTimers();
});
