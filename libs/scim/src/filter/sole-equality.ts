import { printPath } from '../path/resolve.js';
import type { Filter } from './ast.js';

/** The filter as one equality with a string (`userName`, `name.givenName`), or null: what an index can answer. */
export function soleEquality(filter: Filter): { path: string; value: string } | null {
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return null;
  return { path: printPath(filter.path), value: filter.value };
}
