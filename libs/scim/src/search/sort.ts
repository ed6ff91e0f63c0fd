import type { Dialect } from '../dialect.js';
import { bad, type Result } from '../errors.js';
import { withDefaultSub } from '../filter/compare-filter.js';
import { resolveFilterPath } from '../filter/filter-path.js';
import type { AttributePath } from '../path/attribute-path.js';
import type { AttributeDefinition } from '../schemas/definition.js';

/** What a list is sorted by (RFC 7644 section 3.4.2.3). */
export interface Sort {
  path: AttributePath;
  /** Of the innermost part; undefined when no schema here has it, so that every resource lacks it. */
  definition: AttributeDefinition | undefined;
  descending: boolean;
}

/**
 * Null without `sortBy`. Of a multi-valued attribute the `value` counts. Errors: 400 invalidPath for what is no attribute
 * or complex without a value, 400 invalidValue for another order than ascending or descending.
 */
export function parseSort(
  dialect: Dialect,
  { sortBy, sortOrder }: { sortBy?: string; sortOrder?: string },
): Result<Sort | null> {
  if (sortBy === undefined || sortBy.trim() === '') return { ok: true, value: null };
  const order = sortOrder?.trim().toLowerCase() || 'ascending';
  if (order !== 'ascending' && order !== 'descending')
    return bad('invalidValue', 'sortOrder must be ascending or descending');
  const target = resolveFilterPath(dialect, sortBy.trim(), null);
  if (target === null) return bad('invalidPath', `"${sortBy.slice(0, 200)}" is no attribute to sort by`);
  const { path, definition } = withDefaultSub(target);
  if (definition?.type === 'complex')
    return bad('invalidPath', `${path.name} is complex: sort by one of its sub-attributes`);
  return { ok: true, value: { path, definition, descending: order === 'descending' } };
}
