import { Inject, Injectable } from '@nestjs/common';
import { Coalescer } from '@usher/concurrency';
import { DeadLetterError, RetryLaterError } from '@usher/event-log';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { AUDIT_DATABASE } from '../database.js';
import type { AuditEntry } from './entry.js';

/** One text for any number of entries, so that it is planned once: the batch travels as one JSON array. */
const INSERT = {
  name: 'audit-insert-entries',
  text: `
    INSERT INTO audit.entries (id, occurred_at, connection, kind, action, status, user_name, resource_id, external_id,
      source_ip, actor, target, target_id, detail, code, trace_id, changes, revision, cause_id)
    SELECT id, "occurredAt", connection, kind, action, status, "userName", "resourceId", "externalId",
      "sourceIp", actor, target, "targetId", detail, code, "traceId", changes, revision, "causeId"
    FROM json_to_recordset($1::json) AS entry (
      id uuid, "occurredAt" timestamptz, connection text, kind text, action text, status text, "userName" text,
      "resourceId" text, "externalId" text, "sourceIp" inet, actor text, target text, "targetId" text, detail text,
      code text, "traceId" text, changes json, revision bigint, "causeId" uuid)
    ON CONFLICT (id) DO NOTHING`,
};

/** PostgreSQL stores no NUL character in a text. */
const NUL = /(?<!\\)((?:\\\\)*)\\u0000/g;

/** Writes entries; an entry that is there already stays as it is. */
@Injectable()
export class EntryWriter {
  /** One entry that can't be stored must not take its batch along. */
  private readonly batches = new Coalescer((entries: readonly AuditEntry[]) => this.insert(entries), {
    slots: 1,
    size: 500,
    splitOn: isDataError,
  });

  constructor(@Inject(AUDIT_DATABASE) private readonly database: DataSource) {}

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
    await poolOf(this.database).query({ ...INSERT, values: [JSON.stringify(entries).replace(NUL, '$1')] });
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
