import { bad, type Result } from '../errors.js';
import type { Filter } from '../filter/ast.js';
import { matches } from '../filter/matches.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { Reader } from '../validation/reader.js';
import { readSingle } from '../validation/value.js';
import type { PatchPath } from './operation.js';

/** The values of a multi-valued attribute. */
export function valuesOf(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/**
 * Changes the values that the path selects. When there is none, one is made of what the filter says: Entra ID sends
 * `emails[type eq "work"].value` for a user without such an e-mail and expects it to be there afterwards (fixture:
 * entra/work-email). Errors: 400 noTarget when the filter doesn't say what to make.
 */
export function changeSelected(
  before: Json | undefined,
  path: PatchPath,
  change: (element: JsonObject, implied: JsonObject) => JsonObject,
): Result<Json | undefined> {
  const { filter, definition } = path;
  const values = valuesOf(before);
  const implied = filter === null ? {} : impliedBy(filter);
  const touched = new Set<JsonObject>();
  const after = values.map((element) => {
    if (filter !== null && !matches(filter, element)) return element;
    const changed = change(element, implied ?? {});
    touched.add(changed);
    return changed;
  });
  if (touched.size === 0) {
    if (implied === null) return bad('noTarget', `No value of ${path.name} fulfils the filter`);
    const reader = new Reader();
    const made = readSingle(definition, change(implied, implied), path.name, reader);
    if (reader.failed) return reader.result(undefined);
    if (!isObject(made)) return bad('noTarget', `No value of ${path.name} fulfils the filter`);
    touched.add(made);
    after.push(made);
  }
  return { ok: true, value: settlePrimary(after, touched) };
}

/** At most one value is primary: the newest (RFC 7644 section 3.5.2, last paragraph). */
export function settlePrimary(values: JsonObject[], touched: ReadonlySet<JsonObject>): JsonObject[] {
  const primaries = values.filter((value) => value.primary === true);
  if (primaries.length < 2) return values;
  const newest = primaries.findLast((value) => touched.has(value)) ?? primaries[0];
  return values.map((value) => (value.primary === true && value !== newest ? { ...value, primary: false } : value));
}

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
