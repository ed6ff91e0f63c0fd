import type { Origin } from '@usher/events';
import type { PoolClient } from 'pg';
import type { WorkQueue } from '../work/work-queue.js';

/** Fills a site from what is known of the directory. */
export class Resync {
  constructor(private readonly queue: Pick<WorkQueue, 'enqueueLatest' | 'wake'>) {}

  /**
   * In the transaction of the client, so that a site is never there without its users on the way to it; after the commit
   * call {@link wake}. @returns how many users are on the way
   */
  fill(client: PoolClient, { id, connection }: { id: string; connection: string }, origin: Origin): Promise<number> {
    return this.queue.enqueueLatest(client, {
      ...{ targetId: id, connection, scimIds: 'all', kind: 'resync', origin },
    });
  }

  wake(targetId: string): void {
    this.queue.wake(targetId);
  }
}
