import { type Dialect, urnsOf } from './dialect.js';
import { bad, type Failure, type Result } from './errors.js';
import { isObject, type JsonObject, type ScimAttributes } from './json.js';
import { type AttributeDefinition, findByName, type SchemaDefinition } from './schemas/definition.js';
import { deeperThan } from './validation/depth.js';
import { keepImmutable } from './validation/immutable.js';
import { Reader } from './validation/reader.js';
import { missingAmong } from './validation/required.js';
import { checkSchemas } from './validation/schemas.js';
import { readAttribute } from './validation/value.js';

export interface ParsedResource {
  attributes: ScimAttributes;
  /** Attributes that no schema here knows, as the client wrote them: dropped. */
  ignored: string[];
  /** In clear, where one was sent: to be hashed or dropped, and kept nowhere. */
  password?: string;
}

/**
 * The body of a POST (RFC 7644 section 3.3). A group's attributes have its members as `[{value, type?}]`, each once.
 * Errors: 400 invalidSyntax (no JSON object, a wrong schema URN), 400 invalidValue (wrong type, no schemas, or without
 * what is required).
 */
export function parseResource(dialect: Dialect, body: unknown): Result<ParsedResource> {
  return read(dialect, body, null);
}

/**
 * The body of a PUT (RFC 7644 section 3.5.1) over the stored attributes: what the body lacks becomes unassigned, except
 * what is immutable, and `active`, as a PUT that doesn't speak of it must not let a leaver back in.
 * Errors as of {@link parseResource}, and 400 mutability for another value of what is immutable.
 */
export function replaceResource(dialect: Dialect, current: ScimAttributes, body: unknown): Result<ParsedResource> {
  const parsed = read(dialect, body, current);
  if (!parsed.ok) return parsed;
  const { attributes } = parsed.value;
  const kept = keepImmutable(dialect.type, current, attributes);
  if (!kept.ok) return kept;
  const missing = missingAmong(dialect.type, kept.value);
  return missing === undefined ? { ok: true, value: { ...parsed.value, attributes: kept.value } } : isRequired(missing);
}

/** @param current null for a resource that isn't there yet */
function read(dialect: Dialect, body: unknown, current: ScimAttributes | null): Result<ParsedResource> {
  const { schema, rules } = dialect.type;
  if (!isObject(body)) return bad('invalidSyntax', 'The body must be a JSON object');
  if (deeperThan(body)) return bad('invalidSyntax', 'The body is nested too deeply');
  const wrong = checkSchemas(body, schema.id, (urn) => urnsOf(dialect).find(urn));
  if (wrong) return wrong;
  const reader = new Reader(dialect);
  const attributes: ScimAttributes = {};
  for (const key of Object.keys(body)) {
    readTop(key, body[key], attributes, reader);
    if (reader.failed) return reader.result({ attributes, ignored: [] });
  }
  const missing = missingAmong(dialect.type, attributes);
  if (missing !== undefined) return isRequired(missing);
  for (const { name, assumed } of rules.assumed) {
    const value = attributes[name] ?? (current === null ? assumed : current[name]);
    if (value !== undefined) attributes[name] = value;
  }
  const { ignored, password } = reader;
  return { ok: true, value: { attributes, ignored, ...(password && { password }) } };
}

const isRequired = (path: string): Failure => bad('invalidValue', `${path} is required`);

function readTop(key: string, value: unknown, attributes: ScimAttributes, reader: Reader): void {
  const { type } = reader.dialect;
  const definition = findByName(type.top, key);
  if (definition !== undefined) return readInto(attributes, definition, value, definition.name, reader);
  const urn = urnsOf(reader.dialect).find(key);
  const extension = urn === undefined ? undefined : type.extended.get(urn);
  if (extension !== undefined) readExtension(extension, value, attributes, reader);
  // Some clients put the core attributes under their URN too, as if they were an extension.
  else if (urn !== undefined && isObject(value))
    for (const inner of Object.keys(value)) readTop(inner, value[inner], attributes, reader);
  else reader.ignore(key);
}

function readExtension(
  { id, lookup }: SchemaDefinition,
  value: unknown,
  attributes: ScimAttributes,
  reader: Reader,
): void {
  if (value === null) return;
  if (!isObject(value)) return reader.fail(`${id} must be an object`);
  const extension: JsonObject = {};
  for (const key of Object.keys(value)) {
    const definition = findByName(lookup, key);
    if (definition === undefined) reader.ignore(`${id}:${key}`);
    else readInto(extension, definition, value[key], `${id}:${definition.name}`, reader);
    if (reader.failed) return;
  }
  if (Object.keys(extension).length > 0) attributes[id] = extension;
}

/** What is write-only is read as well, for its faults, but never kept; the password goes its own way. */
function readInto(
  target: JsonObject,
  definition: AttributeDefinition,
  value: unknown,
  path: string,
  reader: Reader,
): void {
  if (definition.mutability === 'readOnly') return;
  const read = readAttribute(definition, value, path, reader);
  if (read === undefined) return;
  if (definition.mutability !== 'writeOnly') target[definition.name] = read;
  else if (path === 'password' && typeof read === 'string') reader.password = read;
}
