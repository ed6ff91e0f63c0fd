import type { Result } from './errors.js';
import type { JsonObject } from './json.js';

/** Which attributes an answer shows (RFC 7644 section 3.9). */
export interface Projection {
  mode: 'only' | 'without';
  /** Lower case: top-level attribute (or URN) to its sub-attributes, or null for the whole of it. */
  names: ReadonlyMap<string, ReadonlySet<string> | null>;
}

/** Of the query parameters; null when neither is given. Errors: 400 invalidValue when both are given, invalidPath. */
export function parseProjection(_query: {
  attributes?: string;
  excludedAttributes?: string;
}): Result<Projection | null> {
  throw new Error('not written yet');
}

/** `schemas`, `id` and `meta.location`-free minimum stay whatever is asked. */
export function project(_resource: JsonObject, _projection: Projection | null): JsonObject {
  throw new Error('not written yet');
}
