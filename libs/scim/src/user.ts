import { bad, type Result } from './errors.js';
import { isObject, type JsonObject, type ScimAttributes } from './json.js';
import { findByName } from './schemas/definition.js';
import { enterpriseUserSchema } from './schemas/enterprise-user.js';
import { canonicalUrn, TOP_ATTRIBUTES } from './schemas/registry.js';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from './schemas/urns.js';
import { deeperThan } from './validation/depth.js';
import { Reader } from './validation/reader.js';
import { checkSchemas } from './validation/schemas.js';
import { readAttribute } from './validation/value.js';

export interface ParsedUser {
  attributes: ScimAttributes;
  /** Attributes that no schema here knows, as the client wrote them: dropped. */
  ignored: string[];
}

/**
 * The body of a POST (RFC 7644 section 3.3), with the habits of IdPs coerced. `active` is true when not given.
 * Errors: 400 invalidSyntax (no JSON object, a wrong schema URN), 400 invalidValue (wrong type, no userName, no schemas).
 */
export function parseUser(body: unknown): Result<ParsedUser> {
  return readUser(body, true);
}

/**
 * The body of a PUT (RFC 7644 section 3.5.1) over the stored attributes: what the body lacks becomes unassigned, except
 * `active`, which is kept, as a PUT that doesn't speak of it must not let a leaver back in. Errors as of {@link parseUser}.
 */
export function replaceUser(current: ScimAttributes, body: unknown): Result<ParsedUser> {
  return readUser(body, current.active !== false);
}

function readUser(body: unknown, defaultActive: boolean): Result<ParsedUser> {
  if (!isObject(body)) return bad('invalidSyntax', 'The body must be a JSON object');
  if (deeperThan(body)) return bad('invalidSyntax', 'The body is nested too deeply');
  const wrong = checkSchemas(body, USER_SCHEMA, canonicalUrn);
  if (wrong) return wrong;
  const reader = new Reader();
  const attributes: ScimAttributes = {};
  for (const key of Object.keys(body)) {
    readTop(key, body[key], attributes, reader);
    if (reader.failed) return reader.result({ attributes, ignored: [] });
  }
  if (attributes.userName === undefined) return bad('invalidValue', 'userName is required');
  attributes.active ??= defaultActive;
  return { ok: true, value: { attributes, ignored: reader.ignored } };
}

function readTop(key: string, value: unknown, attributes: ScimAttributes, reader: Reader): void {
  const definition = findByName(TOP_ATTRIBUTES, key);
  if (definition !== undefined) {
    if (definition.mutability !== 'readWrite') return;
    const read = readAttribute(definition, value, definition.name, reader);
    if (read !== undefined) attributes[definition.name] = read;
    return;
  }
  const urn = canonicalUrn(key);
  if (urn === ENTERPRISE_USER_SCHEMA) readExtension(value, attributes, reader);
  // Some clients put the core attributes under their URN too, as if they were an extension.
  else if (urn === USER_SCHEMA && isObject(value))
    for (const inner of Object.keys(value)) readTop(inner, value[inner], attributes, reader);
  else reader.ignore(key);
}

function readExtension(value: unknown, attributes: ScimAttributes, reader: Reader): void {
  if (value === null) return;
  if (!isObject(value)) return reader.fail(`${ENTERPRISE_USER_SCHEMA} must be an object`);
  const extension: JsonObject = {};
  for (const key of Object.keys(value)) {
    const definition = findByName(enterpriseUserSchema.lookup, key);
    if (definition === undefined) {
      reader.ignore(`${ENTERPRISE_USER_SCHEMA}:${key}`);
      continue;
    }
    const read = readAttribute(definition, value[key], `${ENTERPRISE_USER_SCHEMA}:${definition.name}`, reader);
    if (reader.failed) return;
    if (read !== undefined) extension[definition.name] = read;
  }
  if (Object.keys(extension).length > 0) attributes[ENTERPRISE_USER_SCHEMA] = extension;
}
