import { isObject, type Json, type JsonObject } from '../json.js';
import { type AttributePath, own, valueAt } from '../path/attribute-path.js';
import type { CompareFilter, Filter } from './ast.js';
import { compareBooleans } from './comparisons/boolean.js';
import { compareCaseless } from './comparisons/caseless.js';
import { compareNumbers } from './comparisons/number.js';
import { compareStrings } from './comparisons/string.js';

/**
 * Whether the resource (as of userResource or groupResource), or one value of a multi-valued attribute, fulfils the
 * filter. A comparison with a multi-valued attribute holds when one of its values fits; `ne` holds too when there is no
 * value at all.
 */
export function matches(filter: Filter, resource: JsonObject): boolean {
  switch (filter.kind) {
    case 'and':
      return matches(filter.left, resource) && matches(filter.right, resource);
    case 'or':
      return matches(filter.left, resource) || matches(filter.right, resource);
    case 'not':
      return !matches(filter.filter, resource);
    case 'present':
      return someAt(filter.path, resource, isPresent);
    case 'values':
      return someAt(filter.path, resource, (value) => isObject(value) && matches(filter.filter, value));
    case 'compare':
      return compares(filter, resource);
  }
}

function compares(filter: CompareFilter, resource: JsonObject): boolean {
  const { path, operator } = filter;
  if (filter.value === null) return someAt(path, resource, isPresent) === (operator === 'ne');
  if (someAt(path, resource, (value) => fits(value, filter))) return true;
  return operator === 'ne' && !someAt(path, resource, () => true);
}

function fits(actual: Json, { comparison, operator, value }: CompareFilter): boolean {
  if (typeof actual === 'boolean' && typeof value === 'boolean') return compareBooleans(actual, operator, value);
  if (typeof actual === 'number' && typeof value === 'number') return compareNumbers(actual, operator, value);
  if (typeof actual !== 'string' || typeof value !== 'string') return operator === 'ne';
  return comparison === 'caseless' ? compareCaseless(actual, operator, value) : compareStrings(actual, operator, value);
}

/** A value counts when it is neither null nor empty (RFC 7644 table 3, `pr`). */
function isPresent(value: Json): boolean {
  if (value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

type Test = (value: Json) => boolean;

/** Whether one of the values at the path passes. */
function someAt(path: AttributePath, resource: JsonObject, test: Test): boolean {
  const { sub } = path;
  const value = valueAt(resource, path);
  if (sub === null) return someOf(value, test);
  return someOf(value, (element) => isObject(element) && someOf(own(element, sub), test));
}

/** One value is a list of one, none is an empty list. */
function someOf(value: Json | undefined, test: Test): boolean {
  if (value === undefined || value === null) return false;
  return Array.isArray(value) ? value.some(test) : test(value);
}
