import { bad, type Result } from '../errors.js';
import { isObject, type Json } from '../json.js';
import { SEARCH_SCHEMA } from '../schemas/urns.js';
import { deeperThan } from '../validation/depth.js';
import { checkSchemas, fieldInAnyCase } from '../validation/schemas.js';

/** The parameters of a query as a GET has them, so that both go the same way; undefined when not given. */
export interface SearchRequest {
  attributes?: string;
  excludedAttributes?: string;
  filter?: string;
  sortBy?: string;
  sortOrder?: string;
  startIndex?: string;
  count?: string;
  /** Of RFC 9865; '' for the first page. */
  cursor?: string;
}

const LISTS = ['attributes', 'excludedAttributes'] as const;
const TEXTS = ['filter', 'sortBy', 'sortOrder', 'cursor'] as const;
const NUMBERS = ['startIndex', 'count'] as const;

/** The body of a POST to `.search` (RFC 7644 section 3.4.3). Errors: 400 invalidSyntax, invalidValue. */
export function parseSearch(body: unknown): Result<SearchRequest> {
  if (!isObject(body)) return bad('invalidSyntax', 'The body must be a JSON object');
  if (deeperThan(body)) return bad('invalidSyntax', 'The body is nested too deeply');
  const wrong = checkSchemas(body, SEARCH_SCHEMA, canonicalUrn);
  if (wrong) return wrong;
  const request: SearchRequest = {};
  for (const name of LISTS) {
    const value = namesIn(fieldInAnyCase(body, name));
    if (value === null) return bad('invalidValue', `${name} must be an array of strings`);
    request[name] = value;
  }
  for (const name of TEXTS) {
    const value = fieldInAnyCase(body, name) ?? undefined;
    if (value !== undefined && typeof value !== 'string') return bad('invalidValue', `${name} must be a string`);
    request[name] = value;
  }
  for (const name of NUMBERS) {
    const value = fieldInAnyCase(body, name) ?? undefined;
    if (value !== undefined && typeof value !== 'number') return bad('invalidValue', `${name} must be an integer`);
    request[name] = value === undefined ? undefined : String(value);
  }
  return { ok: true, value: request };
}

const canonicalUrn = (urn: string): string | undefined =>
  urn.toLowerCase() === SEARCH_SCHEMA.toLowerCase() ? SEARCH_SCHEMA : undefined;

/** Names between commas, as a query parameter has them; null for anything else than an array of strings, or one string. */
function namesIn(given: Json | undefined): string | undefined | null {
  if (given === undefined || given === null || typeof given === 'string') return given ?? undefined;
  if (!Array.isArray(given) || !given.every((name) => typeof name === 'string')) return null;
  return given.join(',');
}
