import type { LedgerEntry } from '../record/entry.js';

/** An entry as pg reads it. */
export type Row = Omit<LedgerEntry, 'occurredAt'> & { occurredAt: Date };

/** An entry of a page with its value of the column that is sorted by. */
export interface Hit {
  row: Row;
  value: string | null;
}

export function toEntry(row: Row): LedgerEntry {
  return { ...row, occurredAt: row.occurredAt.toISOString() };
}
