import { bad, type Result } from './errors.js';
import type { JsonObject } from './json.js';

/** Most resources in one page; `filter.maxResults` of the ServiceProviderConfig. */
export const MAX_RESULTS = 200;
/** Resources in one page when the client doesn't say. */
export const DEFAULT_COUNT = 100;
export const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export interface ListResponse {
  schemas: [typeof LIST_SCHEMA];
  totalResults: number;
  startIndex: number;
  itemsPerPage: number;
  Resources: JsonObject[];
}

/** RFC 7644 section 3.4.2. `startIndex` is 1-based. */
export function listResponse(page: {
  resources: JsonObject[];
  totalResults: number;
  startIndex: number;
}): ListResponse {
  const { resources, totalResults, startIndex } = page;
  return { schemas: [LIST_SCHEMA], totalResults, startIndex, itemsPerPage: resources.length, Resources: resources };
}

/**
 * `startIndex` (1-based) and `count` of a query (RFC 7644 section 3.4.2.4): below 1 counts as 1, below 0 as 0, above
 * {@link MAX_RESULTS} as that. Errors: 400 invalidValue for what is no integer.
 */
export function parsePaging(query: {
  startIndex?: string | number;
  count?: string | number;
}): Result<{ startIndex: number; count: number }> {
  const startIndex = integerOf(query.startIndex, 1);
  const count = integerOf(query.count, DEFAULT_COUNT);
  if (startIndex === undefined) return bad('invalidValue', 'startIndex must be an integer');
  if (count === undefined) return bad('invalidValue', 'count must be an integer');
  return { ok: true, value: { startIndex: Math.max(startIndex, 1), count: Math.min(Math.max(count, 0), MAX_RESULTS) } };
}

function integerOf(given: string | number | undefined, fallback: number): number | undefined {
  if (given === undefined || given === '') return fallback;
  // The length keeps it a safe integer, which a database takes as bigint.
  return /^\s*-?\d{1,15}\s*$/.test(String(given)) ? Number(given) : undefined;
}
