import { bad, type Result } from '../errors.js';
import { isObject, type Json } from '../json.js';
import type { Leniency } from '../quirks/leniency.js';
import { fieldInAnyCase } from '../validation/schemas.js';

export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of a bulk request (RFC 7644 section 3.7). */
export interface BulkOperation {
  method: BulkMethod;
  /** Of a POST never null: what other operations refer to it by. */
  bulkId: string | null;
  type: 'User' | 'Group';
  /** As in the path, perhaps `bulkId:...`; null of a POST. */
  id: string | null;
  /** Null of a DELETE. */
  data: Json;
  /** ETag that the resource must have; null for any. */
  version: string | null;
}

const METHODS: ReadonlySet<string> = new Set<BulkMethod>(['POST', 'PUT', 'PATCH', 'DELETE']);
const PATH = /^\/(Users|Groups)(?:\/([^/?#]+))?$/;
const MAX_ID_LENGTH = 512;

/** Errors: 400 invalidSyntax, invalidPath. */
export function parseOperation(given: Json, leniencies: ReadonlySet<Leniency>): Result<BulkOperation> {
  if (!isObject(given)) return bad('invalidSyntax', 'it must be an object');
  const sent = fieldInAnyCase(given, 'method');
  const method = typeof sent !== 'string' ? '' : leniencies.has('verbCase') ? sent.toUpperCase() : sent;
  if (!METHODS.has(method)) return bad('invalidSyntax', 'method must be POST, PUT, PATCH or DELETE');
  const bulkId = textOf(fieldInAnyCase(given, 'bulkId'));
  const version = textOf(fieldInAnyCase(given, 'version'));
  const path = fieldInAnyCase(given, 'path');
  if (bulkId === undefined || (bulkId !== null && (bulkId === '' || bulkId.length > MAX_ID_LENGTH)))
    return bad('invalidSyntax', `bulkId must be a string of 1 to ${MAX_ID_LENGTH} characters`);
  if (version === undefined) return bad('invalidSyntax', 'version must be a string');
  if (typeof path !== 'string') return bad('invalidSyntax', 'path is required');
  const [, endpoint, id = null] = (path.length <= 2 * MAX_ID_LENGTH && PATH.exec(path)) || [];
  const isPost = method === 'POST';
  if (endpoint === undefined || (id === null) !== isPost)
    return bad('invalidPath', isPost ? 'path must be /Users or /Groups' : 'path must be /Users/{id} or /Groups/{id}');
  if (isPost && bulkId === null) return bad('invalidSyntax', 'POST needs a bulkId');
  const data = method === 'DELETE' ? null : (fieldInAnyCase(given, 'data') ?? null);
  if (method !== 'DELETE' && data === null) return bad('invalidSyntax', `${method} needs data`);
  const type = endpoint === 'Users' ? 'User' : 'Group';
  return { ok: true, value: { method: method as BulkMethod, bulkId, type, id, data, version } };
}

/** Null when not given, undefined when it is no text. */
function textOf(given: Json | undefined): string | null | undefined {
  if (given === undefined || given === null) return null;
  return typeof given === 'string' ? given : undefined;
}
