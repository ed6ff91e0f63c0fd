import type { Filter } from './ast.js';

/** The filter as one equality of a string attribute (`userName`, `name.givenName`), or null: what an index can answer. */
export function soleEquality(_filter: Filter): { path: string; value: string } | null {
  throw new Error('not written yet');
}
