import { bad, type Result } from '../errors.js';
import { isObject } from '../json.js';
import { PATCH_SCHEMA } from '../schemas/urns.js';
import { deeperThan } from '../validation/depth.js';
import { checkSchemas, fieldInAnyCase } from '../validation/schemas.js';
import { Expansion } from './expand.js';
import type { PatchOperation } from './operation.js';

export const MAX_OPERATIONS = 1000;

const VERBS: ReadonlySet<string> = new Set(['add', 'remove', 'replace']);

/** An early draft's URN is taken too. */
const PATCH_URNS = new Set([PATCH_SCHEMA.toLowerCase(), 'urn:scim:api:messages:2.0:patchop']);
const canonicalPatchUrn = (urn: string): string | undefined =>
  PATCH_URNS.has(urn.toLowerCase()) ? PATCH_SCHEMA : undefined;

/**
 * The body of a PATCH (RFC 7644 section 3.5.2), with the habits of IdPs coerced. Unknown attributes without a path, and
 * those of unknown extensions, are dropped as in a POST.
 * Errors: 400 invalidSyntax, invalidPath, invalidFilter, invalidValue, noTarget, mutability.
 */
export function parsePatch(body: unknown): Result<PatchOperation[]> {
  if (!isObject(body)) return bad('invalidSyntax', 'The body must be a JSON object');
  if (deeperThan(body)) return bad('invalidSyntax', 'The body is nested too deeply');
  const wrong = checkSchemas(body, PATCH_SCHEMA, canonicalPatchUrn);
  if (wrong) return wrong;
  const operations = fieldInAnyCase(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0)
    return bad('invalidSyntax', 'Operations must be an array of at least one operation');
  if (operations.length > MAX_OPERATIONS)
    return bad('invalidSyntax', `More than ${MAX_OPERATIONS} operations in one request`);
  const expansion = new Expansion();
  for (const operation of operations) {
    if (!isObject(operation)) return bad('invalidSyntax', 'An operation must be an object');
    const verb = fieldInAnyCase(operation, 'op');
    // Entra ID writes Add, Replace and Remove (fixture: entra/deactivate).
    const op = typeof verb === 'string' ? verb.toLowerCase() : '';
    if (!VERBS.has(op)) return bad('invalidSyntax', 'op must be add, remove or replace');
    const path = fieldInAnyCase(operation, 'path') ?? '';
    if (typeof path !== 'string') return bad('invalidPath', 'path must be a string');
    const failed = expansion.take(op as PatchOperation['op'], path.trim(), fieldInAnyCase(operation, 'value'));
    if (failed) return failed;
  }
  return { ok: true, value: expansion.operations };
}
