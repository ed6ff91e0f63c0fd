import type { Filter } from '../filter/ast.js';
import type { Json } from '../json.js';
import type { PatchOperation } from './operation.js';

/**
 * Comparisons of values that one patch may cost; about half a second at worst. A body of 1 MiB can ask for 40 million,
 * a thousand filters of forty terms over a thousand values, which would hold up every other request.
 */
export const MAX_COMPARISONS = 1_000_000;

/** Comparisons that the operation costs at most with these values before it. */
export function comparisonsOf(before: Json | undefined, { path, value }: PatchOperation): number {
  if (!Array.isArray(before)) return 1;
  const each = path.filter === null ? (Array.isArray(value) ? value.length : 1) : termsOf(path.filter);
  return before.length * each;
}

function termsOf(filter: Filter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return termsOf(filter.left) + termsOf(filter.right);
    case 'not':
    case 'values':
      return termsOf(filter.filter);
    default:
      return 1;
  }
}
