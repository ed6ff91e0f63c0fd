import { bad, type Failure } from '../errors.js';
import type { JsonObject } from '../json.js';

/** Checks that `schemas` names the URN (RFC 7643 section 3): others may stand beside it. Null when it does. */
export function checkSchemas(
  body: JsonObject,
  wanted: string,
  canonical: (urn: string) => string | undefined,
): Failure | null {
  const given = fieldInAnyCase(body, 'schemas');
  if (given === undefined || given === null) return bad('invalidValue', `schemas is required: ["${wanted}"]`);
  if (!Array.isArray(given)) return bad('invalidSyntax', 'schemas must be an array of URNs');
  for (const urn of given) if (typeof urn === 'string' && canonical(urn) === wanted) return null;
  return bad('invalidSyntax', `schemas must contain ${wanted}`);
}

/** A field of a message under its name in any case (RFC 7643 section 2.1). */
export function fieldInAnyCase(body: JsonObject, name: string): JsonObject[string] | undefined {
  if (Object.hasOwn(body, name)) return body[name];
  const lower = name.toLowerCase();
  for (const key of Object.keys(body)) if (key.toLowerCase() === lower) return body[key];
  return undefined;
}
