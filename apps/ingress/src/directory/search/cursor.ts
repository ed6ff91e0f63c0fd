import { createHash } from 'node:crypto';
import { type Result } from '@usher/scim';
import { failure } from '../failure.js';
import { isResourceId } from '../resource-id.js';

/** The last resource of a page; the next page begins after it. */
export interface Position {
  type: 'User' | 'Group';
  id: string;
  /** What it is sorted by; null for no value. */
  key: string | null;
}

/** @param query what the pages are of: a cursor goes on with the query it came from only */
export function encodeCursor(query: string, { type, id, key }: Position): string {
  return Buffer.from(JSON.stringify([digest(query), type, id, key])).toString('base64url');
}

/** Errors: 400 invalidCursor (RFC 9865 section 2.1). */
export function decodeCursor(query: string, cursor: string): Result<Position> {
  const invalid = failure(400, 'invalidCursor', 'The cursor is none that this query was answered with');
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return invalid;
  }
  if (!Array.isArray(content) || content.length !== 4) return invalid;
  const [hash, type, id, key] = content as unknown[];
  if (hash !== digest(query) || (type !== 'User' && type !== 'Group')) return invalid;
  if (typeof id !== 'string' || !isResourceId(id) || (key !== null && typeof key !== 'string')) return invalid;
  return key?.includes('\0') ? invalid : { ok: true, value: { type, id, key } };
}

function digest(query: string): string {
  return createHash('sha256').update(query).digest('base64url').slice(0, 12);
}
