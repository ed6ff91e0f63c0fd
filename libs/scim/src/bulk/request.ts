import { bad, fail, type Result } from '../errors.js';
import { isObject, type Json } from '../json.js';
import { LENIENCIES, type Leniency } from '../quirks/leniency.js';
import { BULK_REQUEST_SCHEMA } from '../schemas/urns.js';
import { deeperThan } from '../validation/depth.js';
import { checkSchemas, fieldInAnyCase } from '../validation/schemas.js';
import { type BulkOperation, parseOperation } from './operation.js';

/** `bulk.maxOperations` of the ServiceProviderConfig. */
export const MAX_BULK_OPERATIONS = 1000;
/** Bytes: `bulk.maxPayloadSize`; whoever reads the body sees to it. */
export const MAX_BULK_PAYLOAD = 4_194_304;

export interface BulkRequest {
  /** How many operations may fail before the rest is left undone; null for any number. */
  failOnErrors: number | null;
  operations: BulkOperation[];
}

/** The body of a bulk, its operations and their values are around those of a resource. */
const MAX_BULK_DEPTH = 40;

/**
 * The body of a POST to `/Bulk` (RFC 7644 section 3.7). What the operations' data say is parsed with each.
 * Errors: 413 for more than 1000 operations; 400 invalidSyntax, invalidPath, invalidValue, naming the operation.
 */
export function parseBulk(body: unknown, leniencies: ReadonlySet<Leniency> = new Set(LENIENCIES)): Result<BulkRequest> {
  if (!isObject(body)) return bad('invalidSyntax', 'The body must be a JSON object');
  const given = fieldInAnyCase(body, 'Operations');
  if (!Array.isArray(given) || given.length === 0)
    return bad('invalidSyntax', 'Operations must be an array of at least one operation');
  if (given.length > MAX_BULK_OPERATIONS)
    return fail(413, undefined, `More than ${MAX_BULK_OPERATIONS} operations (maxOperations) in one request`);
  if (deeperThan(body, MAX_BULK_DEPTH)) return bad('invalidSyntax', 'The body is nested too deeply');
  const wrong = checkSchemas(body, BULK_REQUEST_SCHEMA, canonicalUrn);
  if (wrong) return wrong;
  const failOnErrors = limitOf(fieldInAnyCase(body, 'failOnErrors'));
  if (failOnErrors === undefined) return bad('invalidValue', 'failOnErrors must be an integer of at least 1');
  const operations: BulkOperation[] = [];
  const bulkIds = new Set<string>();
  for (const [index, each] of given.entries()) {
    const parsed = parseOperation(each, leniencies);
    if (!parsed.ok) return at(index, parsed.error.scimType ?? 'invalidSyntax', parsed.error.detail);
    const { bulkId } = parsed.value;
    if (bulkId !== null && bulkIds.has(bulkId))
      return at(index, 'invalidValue', `another operation has the bulkId "${bulkId}"`);
    if (bulkId !== null) bulkIds.add(bulkId);
    operations.push(parsed.value);
  }
  return { ok: true, value: { failOnErrors, operations } };
}

const at = (index: number, scimType: Parameters<typeof bad>[0], detail: string): ReturnType<typeof bad> =>
  bad(scimType, `Operations[${index}]: ${detail}`);

const canonicalUrn = (urn: string): string | undefined =>
  urn.toLowerCase() === BULK_REQUEST_SCHEMA.toLowerCase() ? BULK_REQUEST_SCHEMA : undefined;

function limitOf(given: Json | undefined): number | null | undefined {
  if (given === undefined || given === null) return null;
  return typeof given === 'number' && Number.isInteger(given) && given >= 1 ? given : undefined;
}
