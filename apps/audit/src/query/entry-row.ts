import type { LedgerEntry } from '../record/entry.js';

/** An entry as the driver gives it. */
export type EntryRow = Omit<LedgerEntry, 'occurredAt'> & { occurredAt: Date };

/** To be followed by conditions, order and limit. */
export const SELECT_ENTRIES = `
  SELECT id, occurred_at AS "occurredAt", connection, kind, action, status, user_name AS "userName", email, login,
    resource_id AS "resourceId", external_id AS "externalId", host(source_ip) AS "sourceIp", actor, target,
    target_id AS "targetId", detail, code, trace_id AS "traceId", changes, execution, revision::float8 AS revision,
    cause_id AS "causeId", position::float8 AS position, chain, seq::float8 AS seq, erased_by AS "erasedBy"
  FROM audit.entries`;

export function toEntry(row: EntryRow): LedgerEntry {
  return { ...row, occurredAt: row.occurredAt.toISOString() };
}
