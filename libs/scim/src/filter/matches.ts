import { isObject, type Json, type JsonObject } from '../json.js';
import type { AttributePath } from '../path/attribute-path.js';
import type { CompareFilter, Filter } from './ast.js';
import { compareBooleans } from './comparisons/boolean.js';
import { compareCaseless } from './comparisons/caseless.js';
import { compareDateTimes } from './comparisons/date-time.js';
import { compareStrings } from './comparisons/string.js';

/**
 * Whether the resource (as of userResource), or one value of a multi-valued attribute, fulfils the filter. A comparison
 * with a multi-valued attribute holds when one of its values fits; `ne` holds too when there is no value at all.
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
      return valuesAt(filter.path, resource).some(isPresent);
    case 'values':
      return valuesAt(filter.path, resource).some((value) => isObject(value) && matches(filter.filter, value));
    case 'compare':
      return compares(filter, resource);
  }
}

function compares(filter: CompareFilter, resource: JsonObject): boolean {
  const values = valuesAt(filter.path, resource);
  if (filter.value === null) return values.some(isPresent) === (filter.operator === 'ne');
  if (values.length === 0) return filter.operator === 'ne';
  return values.some((value) => fits(value, filter));
}

function fits(actual: Json, { comparison, operator, value }: CompareFilter): boolean {
  if (typeof actual === 'boolean' && typeof value === 'boolean') return compareBooleans(actual, operator, value);
  if (typeof actual !== 'string' || typeof value !== 'string') return operator === 'ne';
  if (comparison === 'dateTime') return compareDateTimes(actual, operator, value);
  return comparison === 'caseless' ? compareCaseless(actual, operator, value) : compareStrings(actual, operator, value);
}

/** A value counts when it is neither null nor empty (RFC 7644 table 3, `pr`). */
function isPresent(value: Json): boolean {
  if (value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function valuesAt({ schema, name, sub }: AttributePath, resource: JsonObject): Json[] {
  const container = schema === null ? resource : own(resource, schema);
  if (!isObject(container)) return [];
  const values = listOf(own(container, name));
  if (sub === null) return values;
  const found: Json[] = [];
  for (const value of values) if (isObject(value)) found.push(...listOf(own(value, sub)));
  return found;
}

/** An unknown name may be that of something every object inherits. */
function own(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function listOf(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
