import { bad, type Result } from '../errors.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import { deeperThan } from '../validation/depth.js';
import { type AttributeDefinition, type SchemaDefinition, schema } from './definition.js';
import { isKnownUrn } from './known-urns.js';
import { parseAttributes, SchemaFault } from './parse-attribute.js';

/** Attributes of one custom extension, sub-attributes included. */
export const MAX_CUSTOM_ATTRIBUTES = 200;

const MAX_URN_LENGTH = 200;
/** RFC 8141 section 2, without what has a meaning in a path, a filter or a list of attributes. */
const URN = /^urn:[a-z0-9][a-z0-9-]{1,31}(?::[A-Za-z0-9_.\-+=@~!*']+)+$/i;
const MAX_TEXT = 1000;

/**
 * A custom extension of a resource as JSON of RFC 7643 section 7: `{id, name?, description?, attributes: [{name, type,
 * ...}]}`. What an attribute doesn't say has the RFC's default. Attributes are simple, or complex with simple
 * sub-attributes; the most is {@link MAX_CUSTOM_ATTRIBUTES}.
 * Errors: 400 invalidValue, naming the place: `attributes[2].subAttributes[0].type: ...`.
 */
export function parseSchema(json: unknown): Result<SchemaDefinition> {
  try {
    if (!isObject(json)) throw new SchemaFault('', 'a schema must be a JSON object');
    const id = idOf(json.id);
    const { attributes } = json;
    if (!Array.isArray(attributes) || attributes.length === 0)
      throw new SchemaFault('attributes', 'must be an array of at least one attribute');
    if (attributes.length > MAX_CUSTOM_ATTRIBUTES || sizeOf(attributes) > MAX_CUSTOM_ATTRIBUTES)
      throw new SchemaFault('attributes', `more than ${MAX_CUSTOM_ATTRIBUTES}, sub-attributes included`);
    if (deeperThan(attributes, 8)) throw new SchemaFault('attributes', 'nested too deeply');
    const definitions: AttributeDefinition[] = parseAttributes(attributes, 'attributes', true);
    const fallback = id.slice(id.lastIndexOf(':') + 1);
    return {
      ok: true,
      value: schema(id, textOf(json, 'name') || fallback, textOf(json, 'description'), definitions),
    };
  } catch (fault) {
    if (fault instanceof SchemaFault) return bad('invalidValue', fault.message);
    throw fault;
  }
}

function idOf(given: Json | undefined): string {
  if (typeof given !== 'string') throw new SchemaFault('id', 'must be the URN of the extension');
  if (given.length > MAX_URN_LENGTH || !URN.test(given))
    throw new SchemaFault('id', `must be a URN like urn:acme:2.0:User of at most ${MAX_URN_LENGTH} characters`);
  if (isKnownUrn(given)) throw new SchemaFault('id', `${given} belongs to the standard`);
  return `urn:${given.slice('urn:'.length)}`;
}

function textOf(json: JsonObject, name: string): string {
  const given = json[name] ?? '';
  if (typeof given !== 'string' || given.length > MAX_TEXT)
    throw new SchemaFault(name, `must be a string of at most ${MAX_TEXT} characters`);
  return given;
}

function sizeOf(attributes: readonly Json[]): number {
  return attributes.reduce<number>((sum, each) => {
    const inner = isObject(each) && Array.isArray(each.subAttributes) ? each.subAttributes.length : 0;
    return sum + 1 + inner;
  }, 0);
}
