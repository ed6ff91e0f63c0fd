import type { KeptCheckpoint } from './report.js';

const HASH = /^[0-9a-f]{64}$/i;

/**
 * What somebody kept: one checkpoint, a list of them, or a whole answer of `GET /api/audit/chains`. Null when it is none
 * of these.
 */
export function readKept(value: unknown): KeptCheckpoint[] | null {
  if (Array.isArray(value)) return all(value.map(readKept));
  if (typeof value !== 'object' || value === null) return null;
  const { chains, checkpoint, chain, seq, hash } = value as Record<string, unknown>;
  if (Array.isArray(chains)) return readKept(chains);
  // Of a chain that had no checkpoint yet there is nothing to hold against it.
  if (checkpoint === null) return [];
  if (checkpoint !== undefined) return readKept(checkpoint);
  const valid =
    typeof chain === 'string' &&
    typeof hash === 'string' &&
    HASH.test(hash) &&
    Number.isSafeInteger(seq) &&
    Number(seq) > 0;
  return valid ? [{ chain, seq: Number(seq), hash: hash.toLowerCase() }] : null;
}

function all(lists: (KeptCheckpoint[] | null)[]): KeptCheckpoint[] | null {
  const found: KeptCheckpoint[] = [];
  for (const list of lists) {
    if (list === null) return null;
    found.push(...list);
  }
  return found;
}
