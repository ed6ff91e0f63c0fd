import { stringify } from 'csv-stringify/sync';
import type { LedgerEntry } from '../record/entry.js';
import type { ExportFormat } from './manifest.js';

const COLUMNS = [
  ...['position', 'occurredAt', 'connection', 'kind', 'action', 'status', 'userName', 'email', 'login', 'resourceId'],
  ...['externalId', 'sourceIp', 'actor', 'target', 'targetId', 'code', 'detail', 'traceId', 'changes', 'execution'],
  ...['revision', 'id', 'causeId', 'chain', 'seq', 'erasedBy'],
];

/** The head of a file; CSV by RFC 4180, with the names of the columns. */
export function headOf(format: ExportFormat): string {
  return format === 'csv' ? stringify([COLUMNS], { record_delimiter: 'windows' }) : '';
}

/** Entries as lines of the file. A spreadsheet must not take an entry's text for a formula. */
export function linesOf(format: ExportFormat, entries: readonly LedgerEntry[]): string {
  if (format === 'ndjson') return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const rows = entries.map((entry) => ({
    ...entry,
    changes: entry.changes.length === 0 ? '' : JSON.stringify(entry.changes),
    execution: entry.execution === null ? '' : JSON.stringify(entry.execution),
  }));
  return stringify(rows, { columns: COLUMNS, escape_formulas: true, record_delimiter: 'windows' });
}

export const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};
