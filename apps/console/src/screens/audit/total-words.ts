import type { Total } from '../../api/audit-entries.js';
import { t } from '../../texts/en.js';

/** Entries are counted one by one up to here. */
const COUNTED = 10_000;

/** `1,234 entries`, `more than 10,000 entries` */
export function totalWords({ count, exact }: Total): string {
  if (exact) return t.audit.total.exact(count);
  return count >= COUNTED ? t.audit.total.more(count) : t.audit.total.some(count);
}
