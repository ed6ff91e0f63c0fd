import type { Dialect } from '../dialect.js';
import type { Result } from '../errors.js';
import { isObject, type Json } from '../json.js';
import { add } from './add.js';
import type { PatchOperation } from './operation.js';
import { changeSelected } from './values.js';

/** The attribute's value after a replace (RFC 7644 section 3.5.2.3); what isn't there is added. */
export function replace(
  dialect: Dialect,
  before: Json | undefined,
  operation: PatchOperation & { op: 'add' | 'replace' },
): Result<Json | undefined> {
  const { path, value } = operation;
  if (path.sub !== null || !path.definition.multiValued) return add(dialect, before, operation);
  if (path.filter === null) return { ok: true, value };
  // A value that replaces the work e-mail stays the work e-mail, whether it says so or not.
  return changeSelected(dialect, before, path, (_, implied) => ({ ...implied, ...(isObject(value) ? value : {}) }));
}
