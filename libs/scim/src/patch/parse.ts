import type { Result } from '../errors.js';
import type { PatchOperation } from './operation.js';

/** The body of a PATCH (RFC 7644 section 3.5.2). Errors: 400 invalidSyntax, invalidPath, invalidFilter, invalidValue, mutability. */
export function parsePatch(_body: unknown): Result<PatchOperation[]> {
  throw new Error('not written yet');
}
