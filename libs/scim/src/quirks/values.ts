import { isObject, type JsonObject } from '../json.js';
import type { AttributeDefinition } from '../schemas/definition.js';

/**
 * A bare string for a complex attribute with a `value`: Entra ID's manager (fixture: entra/manager), and e-mails as
 * plain strings. Undefined when it can't be one.
 */
export function complexOf(definition: AttributeDefinition, value: unknown): JsonObject | undefined {
  if (isObject(value)) return value;
  return typeof value === 'string' && definition.subs.has('value') ? { value } : undefined;
}

/**
 * Entra ID's app role assignments come as JSON text in the value of a role (fixture: entra/roles):
 * `{"value":"{\"id\":\"…\",\"value\":\"Admin\",\"displayName\":\"Admin\"}"}`.
 */
export function unpackRole(definition: AttributeDefinition, element: JsonObject): JsonObject {
  const packed = definition.name === 'roles' ? packedRole(element.value) : undefined;
  if (packed === undefined) return element;
  return { ...element, value: packed.value, ...(packed.display !== undefined && { display: packed.display }) };
}

/** The role in the JSON text; undefined when it is no such text. */
export function packedRole(text: unknown): { value: string; display?: string } | undefined {
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
export function unwrapSingle(definition: AttributeDefinition, value: unknown): unknown {
  if (!Array.isArray(value) || value.length !== 1) return value;
  const [element] = value as unknown[];
  if (definition.type === 'complex' || !isObject(element)) return element;
  return 'value' in element ? element.value : element;
}
