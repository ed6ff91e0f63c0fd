import { createHash } from 'node:crypto';
import type { Operation } from '../types.js';
import type { SkipCode } from './plan.js';

/**
 * SHA-256 of what an operation wants an account to be: equal for equal wishes, whatever the order of the fields, the
 * revision, and what only the making of the account needs (its login, and how it is found).
 */
export function stateHash(operation: Operation): string {
  const { revision: _, allow: _allow, ...wish } = operation;
  if (wish.op !== 'upsert') return digest(wish);
  const { onCreate: _once, loginAlternatives: _logins, match: _keys, ...state } = wish;
  const { user_login: _login, ...fields } = state.fields;
  // To remove what isn't there is no wish.
  const meta = Object.entries(state.meta ?? {}).filter(([, value]) => value !== null);
  return digest({ ...state, fields, meta: Object.fromEntries(meta) });
}

/** What is remembered in place of a state when nothing was done: why. */
export const skipHash = (code: SkipCode): string => digest({ skip: code });

function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}
