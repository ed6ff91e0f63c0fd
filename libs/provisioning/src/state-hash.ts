import { createHash } from 'node:crypto';
import type { Operation } from './types.js';

/** SHA-256 of what an operation wants, its revision apart: equal for equal wishes, whatever the order of the fields. */
export function stateHash(operation: Operation): string {
  const { revision: _, ...wish } = operation;
  return createHash('sha256').update(canonical(wish)).digest('hex');
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}
