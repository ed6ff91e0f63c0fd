import type { Json } from '../types.js';

/**
 * A value as WordPress keeps it. Blank counts as not sent: IdPs send '' for an empty directory field. A list and an
 * object have none.
 */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const trimmed = typeof value === 'string' ? value.trim() : '';
  return trimmed === '' ? undefined : trimmed;
}

/** The texts of a list, or of one value. */
export function texts(value: unknown): string[] {
  const all = Array.isArray(value) ? value.map(text) : [text(value)];
  return all.filter((each) => each !== undefined);
}

export function isObject(value: unknown): value is { [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
