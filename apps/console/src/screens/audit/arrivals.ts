import type { AuditEntry } from '../../api/audit-entries.js';

/** New entries before those that are there, each once, the newest first: an outcome may be older than what came before it. */
export function inOrderOfTime(arrived: readonly AuditEntry[], there: readonly AuditEntry[]): AuditEntry[] {
  const fresh = withoutKnown(arrived, there);
  if (fresh.length === 0) return [...there];
  fresh.sort(byTime);
  const [oldest] = fresh.slice(-1);
  const border = there.findIndex((entry) => oldest !== undefined && byTime(entry, oldest) > 0);
  const mixed = border === -1 ? there : there.slice(0, border);
  const rest = border === -1 ? [] : there.slice(border);
  return [...[...fresh, ...mixed].sort(byTime), ...rest];
}

function byTime(a: AuditEntry, b: AuditEntry): number {
  return b.occurredAt === a.occurredAt ? b.position - a.position : b.occurredAt > a.occurredAt ? 1 : -1;
}

/** Those that came after what is shown, of a page that was asked for again. */
export function newerThan(shown: readonly AuditEntry[], page: readonly AuditEntry[]): AuditEntry[] {
  const known = new Set(shown.map(({ id }) => id));
  const last = shown.reduce((most, { position }) => Math.max(most, position), 0);
  return page.filter(({ id, position }) => position > last && !known.has(id));
}

/** What comes again after the stream was away, or came by the page already, counts once. */
export function withoutKnown(arrived: readonly AuditEntry[], ...known: (readonly AuditEntry[])[]): AuditEntry[] {
  const ids = new Set(known.flat().map(({ id }) => id));
  return [...new Map(arrived.map((entry) => [entry.id, entry])).values()].filter(({ id }) => !ids.has(id));
}
