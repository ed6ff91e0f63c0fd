import { sameJson } from '../equality.js';
import { bad, type Result } from '../errors.js';
import { isObject, type Json, type JsonObject, type ScimAttributes } from '../json.js';
import { type AttributePath, own, valueAt } from '../path/attribute-path.js';
import { printPath } from '../path/resolve.js';
import type { ResourceType } from '../schemas/resource-type.js';

/** The immutable attribute that has another value, or none any more; undefined when there is none. */
export function changedImmutable(
  { rules }: ResourceType,
  before: ScimAttributes,
  after: ScimAttributes,
): string | undefined {
  const changed = rules.immutable.find((path) => {
    const value = at(before, path);
    return value !== undefined && !sameJson(value, at(after, path));
  });
  return changed && printPath(changed);
}

/**
 * The attributes of a PUT with the immutable ones that it doesn't speak of.
 * Errors: 400 mutability when it gives another value (RFC 7644 section 3.5.1).
 */
export function keepImmutable(
  type: ResourceType,
  current: ScimAttributes,
  attributes: ScimAttributes,
): Result<ScimAttributes> {
  let kept = attributes;
  for (const path of type.rules.immutable) {
    const value = at(current, path);
    if (value !== undefined && at(kept, path) === undefined) kept = withValue(kept, path, value);
  }
  const changed = changedImmutable(type, current, kept);
  return changed === undefined ? { ok: true, value: kept } : bad('mutability', `${changed} can't be changed`);
}

function at(attributes: ScimAttributes, path: AttributePath): Json | undefined {
  const value = valueAt(attributes, path);
  if (path.sub === null) return value;
  return isObject(value) ? own(value, path.sub) : undefined;
}

function withValue(attributes: ScimAttributes, { schema, name, sub }: AttributePath, value: Json): ScimAttributes {
  const steps = [schema, name, sub].filter((step) => step !== null);
  return set(attributes, steps, value);
}

function set(object: JsonObject, [first, ...rest]: readonly string[], value: Json): JsonObject {
  if (first === undefined) return object;
  const inner = object[first];
  return { ...object, [first]: rest.length === 0 ? value : set(isObject(inner) ? inner : {}, rest, value) };
}
