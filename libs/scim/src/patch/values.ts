import type { Dialect } from '../dialect.js';
import { bad, type Result } from '../errors.js';
import type { Filter } from '../filter/ast.js';
import { matches } from '../filter/matches.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { Reader } from '../validation/reader.js';
import { readSingle } from '../validation/value.js';
import type { PatchPath } from './operation.js';

/** The values of a multi-valued attribute. */
export function valuesOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Whether the path's filter selects the value; one without a filter selects all. */
export function isSelected({ filter }: PatchPath, value: Json): value is JsonObject {
  return isObject(value) && (filter === null || matches(filter, value));
}

/**
 * Changes the values that the path selects. Where that is leniently taken, one is made of what the filter says when there
 * is none: Entra ID sends `emails[type eq "work"].value` for a user without such an e-mail and expects it to be there
 * afterwards (fixture: entra/work-email).
 * Errors: 400 noTarget when no value is selected and none can be made.
 */
export function changeSelected(
  dialect: Dialect,
  before: Json | undefined,
  path: PatchPath,
  change: (element: JsonObject, implied: JsonObject) => JsonObject,
): Result<Json | undefined> {
  const { filter, definition } = path;
  const implied = filter === null ? {} : impliedBy(filter);
  const touched = new Set<Json>();
  const after = valuesOf(before).map((element) => {
    if (!isSelected(path, element)) return element;
    const changed = change(element, implied ?? {});
    touched.add(changed);
    return changed;
  });
  if (touched.size === 0) {
    const noTarget = bad('noTarget', `No value of ${path.name} fulfils the filter`);
    const creates = filter === null || dialect.leniencies.has('createOnNoMatch');
    if (implied === null || !creates) return noTarget;
    const reader = new Reader(dialect);
    const made = readSingle(definition, change(implied, implied), path.name, reader);
    if (reader.failed) return reader.result(undefined);
    if (made === undefined) return noTarget;
    touched.add(made);
    after.push(made);
  }
  return { ok: true, value: settlePrimary(after, touched) };
}

/** At most one value is primary: the newest (RFC 7644 section 3.5.2, last paragraph). */
export function settlePrimary(values: Json[], touched: ReadonlySet<Json>): Json[] {
  const primaries = values.filter(isPrimary);
  if (primaries.length < 2) return values;
  const newest = primaries.findLast((value) => touched.has(value)) ?? primaries[0];
  return values.map((value) => (isPrimary(value) && value !== newest ? { ...value, primary: false } : value));
}

const isPrimary = (value: Json): value is JsonObject => isObject(value) && value.primary === true;

/** The sub-attributes that a value must have to fulfil the filter, if it is nothing but equalities; null otherwise. */
export function impliedBy(filter: Filter): JsonObject | null {
  if (filter.kind === 'and') {
    const left = impliedBy(filter.left);
    const right = impliedBy(filter.right);
    return left && right && { ...left, ...right };
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || filter.comparison === 'unknown') return null;
  return filter.value === null || filter.value === '' ? null : { [filter.path.name]: filter.value };
}
