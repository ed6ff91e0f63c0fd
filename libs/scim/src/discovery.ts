import type { JsonObject } from './json.js';

/** `GET /ServiceProviderConfig` (RFC 7643 section 5). */
export function serviceProviderConfig(_baseUrl: string): JsonObject {
  throw new Error('not written yet');
}

/** The elements of `GET /Schemas` (RFC 7643 section 7); wrap in {@link listResponse}, or find one by `id`. */
export function schemaDefinitions(_baseUrl: string): JsonObject[] {
  throw new Error('not written yet');
}

/** The elements of `GET /ResourceTypes` (RFC 7643 section 6); wrap in {@link listResponse}, or find one by `id`. */
export function resourceTypes(_baseUrl: string): JsonObject[] {
  throw new Error('not written yet');
}
