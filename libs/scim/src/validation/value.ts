import { isObject, type Json, type JsonObject } from '../json.js';
import { booleanOf } from '../quirks/booleans.js';
import { complexOf, unpackRole } from '../quirks/values.js';
import { type AttributeDefinition, findByName } from '../schemas/definition.js';
import type { Reader } from './reader.js';

/** PostgreSQL can store neither NUL nor a lone surrogate in text or jsonb. */
export const UNSTORABLE = /\0|\p{Surrogate}/u;
/** Of one multi-valued attribute; bounds the work of comparing values with each other. */
export const MAX_VALUES = 1000;
/** Of a string in UTF-16 units; a photo or a certificate may be longer. A filter that ignores case copies it whole. */
const MAX_TEXT = 65_536;
const BASE64 = /^[A-Za-z0-9+/_\-\s]*={0,2}\s*$/;

/**
 * The value in canonical form, as a copy; undefined when it is unassigned (null, [], {}: RFC 7643 section 2.5) or when
 * the reader has failed. `path` is for messages.
 */
export function readAttribute(
  definition: AttributeDefinition,
  value: unknown,
  path: string,
  reader: Reader,
): Json | undefined {
  if (value === null || value === undefined) return undefined;
  if (!definition.multiValued) return readSingle(definition, value, path, reader);
  const elements = Array.isArray(value) ? value : [value];
  if (elements.length > MAX_VALUES) return reader.fail(`${path} has more than ${MAX_VALUES} values`);
  const list: Json[] = [];
  let primaries = 0;
  for (const element of elements) {
    const read = readSingle(definition, element, path, reader);
    if (reader.failed) return undefined;
    if (read === undefined) continue;
    if (isObject(read) && read.primary === true && ++primaries > 1)
      return reader.fail(`${path} has more than one primary value`);
    list.push(read);
  }
  return list.length > 0 ? list : undefined;
}

/** One value of the attribute, multi-valued or not. */
export function readSingle(
  definition: AttributeDefinition,
  value: unknown,
  path: string,
  reader: Reader,
): Json | undefined {
  if (value === null || value === undefined) return undefined;
  switch (definition.type) {
    case 'complex':
      return readComplex(definition, value, path, reader);
    case 'boolean':
      return booleanOf(value) ?? reader.fail(`${path} must be true or false`);
    default:
      return readString(definition, value, path, reader);
  }
}

function readString(definition: AttributeDefinition, value: unknown, path: string, reader: Reader): Json | undefined {
  if (typeof value !== 'string') return reader.fail(`${path} must be a string`);
  if (UNSTORABLE.test(value)) return reader.fail(`${path} has a character that can't be stored`);
  const limit = definition.maxLength ?? (definition.type === 'string' ? MAX_TEXT : Infinity);
  if (value.length > limit) return reader.fail(`${path} is longer than ${limit} characters`);
  if (definition.required && value.trim() === '') return reader.fail(`${path} must not be empty`);
  if (definition.type === 'binary' && !BASE64.test(value)) return reader.fail(`${path} must be in base 64`);
  return value;
}

function readComplex(definition: AttributeDefinition, value: unknown, path: string, reader: Reader): Json | undefined {
  const given = complexOf(definition, value);
  if (given === undefined) return reader.fail(`${path} must be an object`);
  const source = unpackRole(definition, given);
  const read: JsonObject = {};
  let empty = true;
  for (const key of Object.keys(source)) {
    const sub = findByName(definition.subs, key);
    if (sub === undefined) {
      reader.ignore(`${path}.${key}`);
      continue;
    }
    if (sub.mutability === 'readOnly') continue;
    const inner = readSingle(sub, source[key], `${path}.${sub.name}`, reader);
    if (reader.failed) return undefined;
    if (inner === undefined) continue;
    // An IdP that maps an empty field sends a value of "": there is no e-mail, no manager then.
    if (inner === '' && sub.name === 'value') return undefined;
    read[sub.name] = inner;
    empty = false;
  }
  return empty ? undefined : read;
}
