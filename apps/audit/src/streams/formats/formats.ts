import type { LedgerEntry } from '../../record/entry.js';
import { cefLine } from './cef.js';
import { ocsfEvent } from './ocsf.js';

/** How entries are written for a security system: one line each. */
export const FORMATS = ['ndjson', 'ocsf', 'cef'] as const;
export type Format = (typeof FORMATS)[number];

const LINES: Record<Format, (entry: LedgerEntry) => string> = {
  ndjson: (entry) => JSON.stringify(entry),
  ocsf: (entry) => JSON.stringify(ocsfEvent(entry)),
  cef: cefLine,
};

export const CONTENT_TYPES: Record<Format, string> = {
  ndjson: 'application/x-ndjson',
  ocsf: 'application/x-ndjson',
  cef: 'text/plain; charset=utf-8',
};

/** One line, without its end. */
export function lineOf(format: Format, entry: LedgerEntry): string {
  return LINES[format](entry);
}
