import type { Dialect } from '../dialect.js';
import { isObject, type Json, type JsonObject } from '../json.js';
import type { AttributeDefinition } from '../schemas/definition.js';

/**
 * A bare string for a complex attribute with a `value`: Entra ID's manager (fixture: entra/manager), and e-mails as
 * plain strings. Undefined when it can't be one.
 */
export function complexOf(
  { leniencies }: Dialect,
  definition: AttributeDefinition,
  value: unknown,
): JsonObject | undefined {
  if (isObject(value)) return value;
  const isBare = typeof value === 'string' && definition.subs.has('value');
  return isBare && leniencies.has('bareValues') ? { value } : undefined;
}

/** The values of a multi-valued attribute; one alone stands for a list of one. Undefined when it is no list. */
export function listOf({ leniencies }: Dialect, value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return leniencies.has('bareValues') ? [value] : undefined;
}

/**
 * Entra ID's app role assignments come as JSON text in the value of a role (fixture: entra/roles):
 * `{"value":"{\"id\":\"…\",\"value\":\"Admin\",\"displayName\":\"Admin\"}"}`.
 */
export function unpackRole(dialect: Dialect, definition: AttributeDefinition, element: JsonObject): JsonObject {
  const packed = packedRole(dialect, definition, element.value);
  if (packed === undefined) return element;
  return { ...element, value: packed.value, ...(packed.display !== undefined && { display: packed.display }) };
}

/** The role in the JSON text; undefined when it is no such text. */
export function packedRole(
  { leniencies }: Dialect,
  definition: AttributeDefinition,
  text: unknown,
): { value: string; display?: string } | undefined {
  if (definition.name !== 'roles' || !leniencies.has('packedRoles')) return undefined;
  if (typeof text !== 'string' || !text.startsWith('{')) return undefined;
  let packed: unknown;
  try {
    packed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(packed) || typeof packed.value !== 'string') return undefined;
  const { value, displayName } = packed;
  return { value, display: typeof displayName === 'string' ? displayName : undefined };
}

/**
 * Entra ID without the flag aadOptscim062020 wraps the value of a single-valued attribute in PATCH:
 * `"path":"displayName","value":[{"$ref":null,"value":"Ada"}]` (fixture: entra/wrapped).
 */
export function unwrapSingle({ leniencies }: Dialect, definition: AttributeDefinition, value: Json): Json {
  if (!leniencies.has('wrappedValues') || !Array.isArray(value) || value.length !== 1) return value;
  const [element = null] = value;
  if (definition.type === 'complex' || !isObject(element)) return element;
  return element.value ?? element;
}
