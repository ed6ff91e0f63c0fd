import type { AuditEntry } from './entry.js';

/**
 * As JSON has them: PostgreSQL stores neither a NUL character in a text nor half of a surrogate pair, which JSON escapes
 * when it stands alone only.
 */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|(d[89a-f][0-9a-f]{2}))/g;

/** The entry without NUL characters, and with U+FFFD for half a character: what happened is recorded in any case. */
export function storable(entry: AuditEntry): AuditEntry {
  const text = JSON.stringify(entry);
  const kept = text.replace(UNSTORABLE, (_found, before: string, half?: string) =>
    half === undefined ? before : `${before}\ufffd`,
  );
  return kept === text ? entry : (JSON.parse(kept) as AuditEntry);
}
