import type { Result } from './errors.js';
import type { JsonObject } from './json.js';

/** Most resources in one page; `filter.maxResults` of the ServiceProviderConfig. */
export const MAX_RESULTS = 200;
export const LIST_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

export interface ListResponse {
  schemas: [typeof LIST_SCHEMA];
  totalResults: number;
  startIndex: number;
  itemsPerPage: number;
  Resources: JsonObject[];
}

/** RFC 7644 section 3.4.2. `startIndex` is 1-based. */
export function listResponse(_page: {
  resources: JsonObject[];
  totalResults: number;
  startIndex: number;
}): ListResponse {
  throw new Error('not written yet');
}

/**
 * `startIndex` (1-based) and `count` of a query (RFC 7644 section 3.4.2.4): below 1 counts as 1, below 0 as 0, above
 * {@link MAX_RESULTS} as that. Errors: 400 invalidValue for what is no integer.
 */
export function parsePaging(_query: {
  startIndex?: string;
  count?: string;
}): Result<{ startIndex: number; count: number }> {
  throw new Error('not written yet');
}
