import type { Json } from '../json.js';
import { packedRole, unwrapSingle } from '../quirks/values.js';
import type { Reader } from '../validation/reader.js';
import { readAttribute, readSingle } from '../validation/value.js';
import type { PatchPath } from './operation.js';

/** The value for what the path points at, in canonical form; undefined when it is unassigned or the reader has failed. */
export function readFor(path: PatchPath, value: Json, reader: Reader): Json | undefined {
  const { definition, subDefinition, filter, name, sub } = path;
  const { dialect } = reader;
  if (subDefinition !== null) {
    const unwrapped = unwrapSingle(dialect, subDefinition, value);
    const role = sub === 'value' ? packedRole(dialect, definition, unwrapped)?.value : undefined;
    return readSingle(subDefinition, role ?? unwrapped, `${name}.${sub}`, reader);
  }
  if (definition.multiValued && filter === null) return readAttribute(definition, value, name, reader);
  return readSingle(definition, unwrapSingle(dialect, definition, value), name, reader);
}
