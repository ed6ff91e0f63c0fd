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
  startIndex?: number;
  nextCursor?: string;
  itemsPerPage: number;
  Resources: JsonObject[];
}

/**
 * RFC 7644 section 3.4.2; by cursor RFC 9865 section 2.2.
 * @param page `startIndex` is 1-based, and given when pages go by index; `nextCursor` while there is a next page by cursor
 */
export function listResponse(page: {
  resources: JsonObject[];
  totalResults: number;
  startIndex?: number;
  nextCursor?: string;
}): ListResponse {
  const { resources, totalResults, startIndex, nextCursor } = page;
  return {
    schemas: [LIST_SCHEMA],
    totalResults,
    ...(startIndex !== undefined && { startIndex }),
    ...(nextCursor !== undefined && { nextCursor }),
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

/** The page that is asked for. */
export interface Paging {
  /** 1-based. */
  startIndex: number;
  count: number;
  /** Null when pages go by index; '' for the first page by cursor. */
  cursor: string | null;
}

/**
 * `startIndex` (1-based) and `count` of a query (RFC 7644 section 3.4.2.4): below 1 counts as 1, below 0 as 0, above
 * {@link MAX_RESULTS} as that. A `cursor`, even an empty one, asks for pages by cursor (RFC 9865).
 * Errors: 400 invalidValue for what is no integer; by cursor 400 invalidCount.
 */
export function parsePaging(query: {
  startIndex?: string | number;
  count?: string | number;
  cursor?: string;
}): Result<Paging> {
  const cursor = query.cursor ?? null;
  const startIndex = integerOf(cursor === null ? query.startIndex : undefined, 1);
  const count = integerOf(query.count, DEFAULT_COUNT);
  if (startIndex === undefined) return bad('invalidValue', 'startIndex must be an integer');
  if (count === undefined) return bad(cursor === null ? 'invalidValue' : 'invalidCount', 'count must be an integer');
  return {
    ok: true,
    value: { startIndex: Math.max(startIndex, 1), count: Math.min(Math.max(count, 0), MAX_RESULTS), cursor },
  };
}

function integerOf(given: string | number | undefined, fallback: number): number | undefined {
  if (given === undefined || given === '') return fallback;
  // The length keeps it a safe integer, which a database takes as bigint.
  return /^\s*-?\d{1,15}\s*$/.test(String(given)) ? Number(given) : undefined;
}
