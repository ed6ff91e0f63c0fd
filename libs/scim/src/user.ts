import type { Result } from './errors.js';
import type { ScimAttributes } from './json.js';

export interface ParsedUser {
  attributes: ScimAttributes;
  /** Attributes that no schema here knows, as the client wrote them: dropped. */
  ignored: string[];
}

/**
 * The body of a POST (RFC 7644 section 3.3), with the habits of IdPs coerced. `active` is true when not given.
 * Errors: 400 invalidSyntax (no JSON object, no known schema URN), 400 invalidValue (wrong type, no userName).
 */
export function parseUser(_body: unknown): Result<ParsedUser> {
  throw new Error('not written yet');
}

/**
 * The body of a PUT (RFC 7644 section 3.5.1) over the stored attributes: what the body lacks becomes unassigned, except
 * `active`, which is kept. Errors as of {@link parseUser}.
 */
export function replaceUser(_current: ScimAttributes, _body: unknown): Result<ParsedUser> {
  throw new Error('not written yet');
}
