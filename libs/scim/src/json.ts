/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type JsonObject = { [key: string]: Json };

/**
 * The stored attributes of a user under their canonical names (RFC 7643 section 4.1), extensions under their URN;
 * without `schemas`, `id`, `meta`, `groups` and `password`. Unassigned attributes are absent, never null or [].
 */
export type ScimAttributes = { [name: string]: Json };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
