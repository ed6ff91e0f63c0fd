import type { AuditFilter } from '../../api/audit-filter.js';

/** A filter as the API keeps it, with lists, as the console has it. */
export function searchIn(filter: Record<string, string | string[]>): AuditFilter {
  return Object.fromEntries(Object.entries(filter).map(([field, value]) => [field, String(value)]));
}
