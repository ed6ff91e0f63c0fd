import { Coalescer, type CoalescerOptions } from '@usher/concurrency';
import { RetryLaterError } from '@usher/event-log';
import type { Link } from '@usher/provisioning';
import { isDataFault } from '../database-fault.js';
import type { EndRecord, LinkKey } from './end-record.js';
import type { LinkRepository } from './link.repository.js';

const SHARED: CoalescerOptions = { slots: 2, size: 100 };

/**
 * Loads links and records ends with few statements: those of the same moment share one. When a shared statement
 * fails, each gets its own, so that one whose data the database refuses stands alone.
 */
export class LinkStore {
  private readonly loads: Coalescer<LinkKey, Link | null>;
  private readonly records: Coalescer<EndRecord, void>;

  constructor(private readonly repository: LinkRepository) {
    const load = (keys: readonly LinkKey[]) => repository.load(keys);
    const record = async (ends: readonly EndRecord[]): Promise<void[]> => {
      await repository.record(ends);
      return ends.map(() => undefined);
    };
    this.loads = new Coalescer(load, SHARED);
    this.records = new Coalescer(record, SHARED);
  }

  async load(key: LinkKey): Promise<Link | null> {
    const link = await this.loads.submit(key).catch(() => this.alone(() => this.repository.load([key])));
    return Array.isArray(link) ? (link[0] ?? null) : link;
  }

  /** {@link LinkRepository.isGone}. @throws {RetryLaterError} when the database doesn't serve */
  isGone(key: LinkKey, connection: string): Promise<boolean> {
    return this.alone(() => this.repository.isGone(key, connection));
  }

  /** @throws {RetryLaterError} when the database doesn't serve; its own error when it refuses the data */
  async record(end: EndRecord): Promise<void> {
    await this.records.submit(end).catch(() => this.alone(() => this.repository.record([end])));
  }

  private async alone<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isDataFault(error)) throw error;
      throw new RetryLaterError(`The database does not serve: ${(error as Error).message}`);
    }
  }
}
