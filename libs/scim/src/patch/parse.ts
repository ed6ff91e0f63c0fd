import type { Dialect } from '../dialect.js';
import { bad, type Result } from '../errors.js';
import { isObject } from '../json.js';
import { PATCH_SCHEMA } from '../schemas/urns.js';
import { deeperThan } from '../validation/depth.js';
import { checkSchemas, fieldInAnyCase } from '../validation/schemas.js';
import { Expansion } from './expand.js';
import type { ParsedPatch, PatchOperation } from './operation.js';

export const MAX_OPERATIONS = 1000;

const VERBS: ReadonlySet<string> = new Set(['add', 'remove', 'replace']);
/** Of an early draft. */
const OLDER_URN = 'urn:scim:api:messages:2.0:patchop';

/**
 * The body of a PATCH (RFC 7644 section 3.5.2), with the habits of IdPs coerced. Unknown attributes without a path are
 * dropped as in a POST. Of a group, see splitMembers for the operations on members.
 * Errors: 400 invalidSyntax, invalidPath, invalidFilter, invalidValue, noTarget, mutability.
 */
export function parsePatch(dialect: Dialect, body: unknown): Result<ParsedPatch> {
  const { leniencies } = dialect;
  if (!isObject(body)) return bad('invalidSyntax', 'The body must be a JSON object');
  const operations = fieldInAnyCase(body, 'Operations');
  if (Array.isArray(operations) && operations.length > MAX_OPERATIONS)
    return bad('invalidSyntax', `More than ${MAX_OPERATIONS} operations in one request`);
  if (deeperThan(body)) return bad('invalidSyntax', 'The body is nested too deeply');
  const wrong = checkSchemas(body, PATCH_SCHEMA, (urn) => canonicalUrn(urn, leniencies.has('olderSchemas')));
  if (wrong) return wrong;
  if (!Array.isArray(operations) || operations.length === 0)
    return bad('invalidSyntax', 'Operations must be an array of at least one operation');
  const expansion = new Expansion(dialect);
  for (const operation of operations) {
    if (!isObject(operation)) return bad('invalidSyntax', 'An operation must be an object');
    const verb = fieldInAnyCase(operation, 'op');
    const op = typeof verb !== 'string' ? '' : leniencies.has('verbCase') ? verb.toLowerCase() : verb;
    if (!VERBS.has(op)) return bad('invalidSyntax', 'op must be add, remove or replace');
    const path = fieldInAnyCase(operation, 'path') ?? '';
    if (typeof path !== 'string') return bad('invalidPath', 'path must be a string');
    const failed = expansion.take(op as PatchOperation['op'], path.trim(), fieldInAnyCase(operation, 'value'));
    if (failed) return failed;
  }
  const { operations: parsed, ignored, password } = expansion;
  return { ok: true, value: { operations: parsed, ignored, ...(password !== undefined && { password }) } };
}

function canonicalUrn(urn: string, olderToo: boolean): string | undefined {
  const lower = urn.toLowerCase();
  return lower === PATCH_SCHEMA.toLowerCase() || (olderToo && lower === OLDER_URN) ? PATCH_SCHEMA : undefined;
}
