import type { Result } from '../errors.js';
import { sameJson } from '../equality.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import type { PatchOperation } from './operation.js';
import { changeSelected, settlePrimary, valuesOf } from './values.js';

/** The attribute's value after an add (RFC 7644 section 3.5.2.1). */
export function add(
  before: Json | undefined,
  { path, value }: PatchOperation & { op: 'add' | 'replace' },
): Result<Json | undefined> {
  const { definition, sub, filter } = path;
  if (!definition.multiValued) {
    if (sub === null) return { ok: true, value };
    return { ok: true, value: { ...(isObject(before) ? before : {}), [sub]: value } };
  }
  if (filter === null && sub === null) return { ok: true, value: append(valuesOf(before), valuesOf(value)) };
  return changeSelected(before, path, (element) =>
    sub === null ? { ...element, ...(isObject(value) ? value : {}) } : { ...element, [sub]: value },
  );
}

/** A value that is there already isn't doubled; one with the same `value` and `type` takes over what is new. */
function append(existing: readonly JsonObject[], added: readonly JsonObject[]): JsonObject[] {
  const values = [...existing];
  const touched = new Set<JsonObject>();
  for (const element of added) {
    const at = values.findIndex((value) => isSameValue(value, element));
    const found = values[at];
    const placed = found === undefined ? element : { ...found, ...element };
    if (found === undefined) values.push(placed);
    else values[at] = placed;
    touched.add(placed);
  }
  return settlePrimary(values, touched);
}

function isSameValue(a: JsonObject, b: JsonObject): boolean {
  return a.value === undefined ? sameJson(a, b) : a.value === b.value && a.type === b.type;
}
