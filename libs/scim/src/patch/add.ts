import type { Dialect } from '../dialect.js';
import type { Result } from '../errors.js';
import { isObject, type Json } from '../json.js';
import { identityOf } from './identity.js';
import type { PatchOperation } from './operation.js';
import { changeSelected, settlePrimary, valuesOf } from './values.js';

/** The attribute's value after an add (RFC 7644 section 3.5.2.1). */
export function add(
  dialect: Dialect,
  before: Json | undefined,
  { path, value }: PatchOperation & { op: 'add' | 'replace' },
): Result<Json | undefined> {
  const { definition, sub, filter } = path;
  if (!definition.multiValued) {
    if (sub === null) return { ok: true, value };
    return { ok: true, value: { ...(isObject(before) ? before : {}), [sub]: value } };
  }
  if (filter === null && sub === null) return { ok: true, value: append(valuesOf(before), valuesOf(value)) };
  return changeSelected(dialect, before, path, (element) =>
    sub === null ? { ...element, ...(isObject(value) ? value : {}) } : { ...element, [sub]: value },
  );
}

/** A value that is there already isn't doubled; one with the same `value` and `type` takes over what is new. */
function append(existing: readonly Json[], added: readonly Json[]): Json[] {
  const values = [...existing];
  const places = new Map<string, number>();
  for (const [at, value] of existing.entries()) {
    const identity = identityOf(value);
    if (!places.has(identity)) places.set(identity, at);
  }
  const touched = new Set<Json>();
  for (const element of added) {
    const identity = identityOf(element);
    const at = places.get(identity) ?? values.length;
    const found = values[at];
    const placed = isObject(found) && isObject(element) ? { ...found, ...element } : element;
    places.set(identity, at);
    values[at] = placed;
    touched.add(placed);
  }
  return settlePrimary(values, touched);
}
