import { Inject, Injectable } from '@nestjs/common';
import { Coalescer } from '@usher/concurrency';
import { DeadLetterError, RetryLaterError } from '@usher/event-log';
import { inTransaction, poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { Checkpoints } from '../chain/checkpoints.js';
import { AUDIT_DATABASE } from '../database.js';
import type { AuditEntry } from './entry.js';

/** Writes entries; an entry that is there already stays as it is. */
@Injectable()
export class EntryWriter {
  /** One entry that can't be stored must not take its batch along. */
  private readonly batches = new Coalescer((entries: readonly AuditEntry[]) => this.insert(entries), {
    slots: 1,
    size: 500,
    splitOn: isDataError,
  });

  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly checkpoints: Checkpoints,
  ) {}

  /**
   * Resolves when the entry is durable.
   * @throws {DeadLetterError} when the database can't hold it, whatever is done.
   * @throws {RetryLaterError} when the database can't be written now.
   */
  async write(entry: AuditEntry): Promise<void> {
    try {
      await this.batches.submit(entry);
    } catch (error) {
      throw isDataError(error)
        ? new DeadLetterError('not_storable', reasonOf(error))
        : new RetryLaterError(reasonOf(error));
    }
  }

  private async insert(entries: readonly AuditEntry[]): Promise<void[]> {
    await inTransaction(poolOf(this.database), (client) => this.checkpoints.append(client, entries));
    return entries.map(() => undefined);
  }
}

/** Class 22 is a data exception, 23 a violated constraint, 54 a limit exceeded: trying again can't help. */
function isDataError(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(22|23|54)...$/.test(code);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
