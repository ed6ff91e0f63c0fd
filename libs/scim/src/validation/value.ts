import type { Dialect } from '../dialect.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { booleanOf } from '../quirks/booleans.js';
import { olderSub } from '../quirks/older-schemas.js';
import { complexOf, listOf, unpackRole } from '../quirks/values.js';
import { type AttributeDefinition, findByName } from '../schemas/definition.js';
import { MAX_VALUES } from '../schemas/limits.js';
import type { Reader } from './reader.js';
import { readNumber, readText } from './simple.js';

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
  const elements = listOf(reader.dialect, value);
  if (elements === undefined) return reader.fail(`${path} must be an array`);
  const { maxValues = MAX_VALUES, isSet = false } = definition;
  if (elements.length > maxValues) return reader.fail(`${path} has more than ${maxValues} values`);
  const list: Json[] = [];
  const seen = new Set<Json | undefined>();
  let primaries = 0;
  for (const element of elements) {
    const read = readSingle(definition, element, path, reader);
    if (reader.failed) return undefined;
    if (read === undefined) continue;
    if (isObject(read) && read.primary === true && ++primaries > 1)
      return reader.fail(`${path} has more than one primary value`);
    const identity = isSet && isObject(read) ? read.value : undefined;
    if (identity !== undefined && seen.has(identity)) continue;
    seen.add(identity);
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
      return booleanOf(value, reader.allows('stringBooleans')) ?? reader.fail(`${path} must be true or false`);
    case 'integer':
    case 'decimal':
      return readNumber(definition.type, value, path, reader);
    default:
      return readText(definition, value, path, reader);
  }
}

/**
 * What any multi-valued attribute may have (RFC 7643 section 2.4). Where its schema leaves one out it is passed over
 * without a word: Okta names every member by `display` (sequence: okta/groups-wizard).
 */
const DEFAULT_SUBS: ReadonlySet<string> = new Set(['type', 'primary', 'display', 'value', '$ref']);

function readComplex(definition: AttributeDefinition, value: unknown, path: string, reader: Reader): Json | undefined {
  const { dialect } = reader;
  const given = complexOf(dialect, definition, value);
  if (given === undefined) return reader.fail(`${path} must be an object`);
  const source = unpackRole(dialect, definition, given);
  const read: JsonObject = {};
  let empty = true;
  for (const key of Object.keys(source)) {
    const sub = findSub(dialect, definition, key);
    if (sub === undefined) {
      if (!definition.multiValued || !DEFAULT_SUBS.has(key.toLowerCase())) reader.ignore(`${path}.${key}`);
      continue;
    }
    if (sub.mutability === 'readOnly' || sub.isDerived === true) continue;
    const inner = readAttribute(sub, source[key], `${path}.${sub.name}`, reader);
    if (reader.failed) return undefined;
    if (inner === undefined || sub.mutability === 'writeOnly') continue;
    // An IdP that maps an empty field sends a value of "": there is no e-mail, no manager then.
    if (inner === '' && sub.name === 'value') return undefined;
    read[sub.name] = inner;
    empty = false;
  }
  if (empty) return undefined;
  const missing = definition.requiredSubs.find((name) => read[name] === undefined);
  return missing === undefined ? read : reader.fail(`${path}.${missing} is required`);
}

/** The sub-attribute by its name in any case, leniently by an older one. */
export function findSub(
  { leniencies }: Dialect,
  definition: AttributeDefinition,
  name: string,
): AttributeDefinition | undefined {
  const sub = findByName(definition.subs, name);
  return sub === undefined && leniencies.has('olderSchemas') ? olderSub(definition, name) : sub;
}
