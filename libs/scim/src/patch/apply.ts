import { bad, type Result } from '../errors.js';
import { sameJson } from '../equality.js';
import { isObject, type Json, type JsonObject, type ScimAttributes } from '../json.js';
import { MAX_VALUES } from '../validation/value.js';
import { add } from './add.js';
import type { PatchOperation, PatchPath } from './operation.js';
import { remove } from './remove.js';
import { replace } from './replace.js';
import { comparisonsOf, MAX_COMPARISONS } from './work.js';

/**
 * The attributes after all operations; all or nothing. Never mutates `current`; returns `current` itself when nothing
 * changed. Errors: 400 noTarget, invalidValue (a created value that fails the schema, more than 1000 values, too much work).
 */
export function applyPatch(current: ScimAttributes, operations: readonly PatchOperation[]): Result<ScimAttributes> {
  let attributes = current;
  let comparisons = 0;
  for (const operation of operations) {
    const { path } = operation;
    const before = valueAt(attributes, path);
    comparisons += comparisonsOf(before, operation);
    if (comparisons > MAX_COMPARISONS)
      return bad('invalidValue', 'The patch compares too many values: send it in parts');
    const after = applyOne(before, operation);
    if (!after.ok) return after;
    if (Array.isArray(after.value) && after.value.length > MAX_VALUES)
      return bad('invalidValue', `${path.name} has more than ${MAX_VALUES} values`);
    if (!sameJson(before, after.value)) attributes = withValue(attributes, path, after.value);
  }
  return { ok: true, value: attributes !== current && sameJson(attributes, current) ? current : attributes };
}

function applyOne(before: Json | undefined, operation: PatchOperation): Result<Json | undefined> {
  switch (operation.op) {
    case 'add':
      return add(before, operation);
    case 'replace':
      return replace(before, operation);
    case 'remove':
      return { ok: true, value: remove(before, operation) };
  }
}

function valueAt(attributes: ScimAttributes, { schema, name }: PatchPath): Json | undefined {
  if (schema === null) return attributes[name];
  const extension = attributes[schema];
  return isObject(extension) ? extension[name] : undefined;
}

/** A copy with the attribute set, or without it for undefined; an extension without attributes goes too. */
function withValue(attributes: ScimAttributes, { schema, name }: PatchPath, value: Json | undefined): ScimAttributes {
  if (schema === null) return withKey(attributes, name, value);
  const extension = attributes[schema];
  const changed = withKey(isObject(extension) ? extension : {}, name, value);
  return withKey(attributes, schema, Object.keys(changed).length > 0 ? changed : undefined);
}

function withKey(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value !== undefined) return { ...object, [key]: value };
  const { [key]: _, ...rest } = object;
  return rest;
}
