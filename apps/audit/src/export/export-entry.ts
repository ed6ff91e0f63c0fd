import { actEntry } from '../record/act.js';
import type { AuditEntry } from '../record/entry.js';
import type { ExportOrder } from './export.store.js';

/**
 * The entry that tells of an export.
 *
 * @param made of the file, as far as that is known
 */
export function exportEntry(
  { id, filter, by }: ExportOrder,
  words: string,
  { entries, sha256 }: { entries?: number; sha256?: string } = {},
): AuditEntry {
  const set = Object.entries(filter);
  const which = set.length === 0 ? '' : ` (${set.map(([name, value]) => `${name} ${String(value)}`).join(', ')})`;
  return actEntry(by, {
    ...{ action: 'audit.export', connection: null, detail: `${by.actor} ${words}${which}` },
    changes: set.map(([path, after]) => ({ path: `filter.${path}`, before: null, after })),
    execution: { export: id, ...(entries !== undefined && { entries }), ...(sha256 !== undefined && { sha256 }) },
  });
}
