import type { LedgerEntry } from '../record/entry.js';

/** An entry as pg reads it. */
export type Row = Omit<LedgerEntry, 'occurredAt'> & { occurredAt: Date };

export function toEntry(row: Row): LedgerEntry {
  return { ...row, occurredAt: row.occurredAt.toISOString() };
}
