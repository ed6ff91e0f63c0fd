import type { Dialect } from '../dialect.js';
import { sameJson } from '../equality.js';
import { bad, type Result } from '../errors.js';
import { isObject, type Json, type JsonObject, type ScimAttributes } from '../json.js';
import { valueAt } from '../path/attribute-path.js';
import { MAX_VALUES } from '../schemas/limits.js';
import { changedImmutable } from '../validation/immutable.js';
import { missingAmong } from '../validation/required.js';
import { add } from './add.js';
import { changesImmutable } from './immutable.js';
import type { PatchOperation, PatchPath } from './operation.js';
import { remove } from './remove.js';
import { replace } from './replace.js';
import { MAX_WORK, workOf } from './work.js';

/**
 * The attributes after all operations; all or nothing. Never mutates `current`; returns `current` itself when nothing
 * changed. Of a group the members are left aside: see splitMembers.
 * Errors: 400 noTarget, mutability (an immutable value would change), invalidValue (a created value that fails the schema,
 * a required one that isn't there, more than 1000 values, too much work).
 */
export function applyPatch(
  dialect: Dialect,
  current: ScimAttributes,
  operations: readonly PatchOperation[],
): Result<ScimAttributes> {
  let attributes = current;
  let work = 0;
  for (const operation of operations) {
    const { path } = operation;
    const before = valueAt(attributes, path);
    work += workOf(before, operation);
    if (work > MAX_WORK) return bad('invalidValue', 'The patch compares too many values: send it in parts');
    const after = applyOne(dialect, before, operation);
    if (!after.ok) return after;
    if (changesImmutable(operation, before, after.value))
      return bad('mutability', `A value of ${path.name} can't be changed in what is immutable`);
    const { maxValues = MAX_VALUES } = path.definition;
    if (Array.isArray(after.value) && after.value.length > maxValues)
      return bad('invalidValue', `${path.name} has more than ${maxValues} values`);
    if (!sameJson(before, after.value)) attributes = withValue(attributes, path, after.value);
  }
  if (attributes === current || sameJson(attributes, current)) return { ok: true, value: current };
  const changed = changedImmutable(dialect.type, current, attributes);
  if (changed !== undefined) return bad('mutability', `${changed} can't be changed`);
  const missing = missingAmong(dialect.type, attributes);
  // What was missing before, as the schema is newer than the resource, must not keep a leaver in.
  if (missing === undefined || missing === missingAmong(dialect.type, current)) return { ok: true, value: attributes };
  return bad('invalidValue', `${missing} is required`);
}

function applyOne(dialect: Dialect, before: Json | undefined, operation: PatchOperation): Result<Json | undefined> {
  switch (operation.op) {
    case 'add':
      return add(dialect, before, operation);
    case 'replace':
      return replace(dialect, before, operation);
    case 'remove':
      return { ok: true, value: remove(before, operation) };
  }
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
