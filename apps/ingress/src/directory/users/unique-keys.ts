import { fold, type Result, type ScimAttributes } from '@usher/scim';
import { failure } from '../failure.js';

/** What makes a user unique within its connection. */
export interface UniqueKeys {
  userName: string;
  /** `fold` of the userName: what a filter by userName compares, too. */
  userNameKey: string;
  externalId: string | null;
}

/** An index entry has a limit of some 2,700 bytes. */
const MAX_LENGTH = 512;

/** Errors: 400 invalidValue for a key that can't be stored. */
export function uniqueKeys(attributes: ScimAttributes): Result<UniqueKeys> {
  const { userName, externalId = null } = attributes;
  if (typeof userName !== 'string') return failure(400, 'invalidValue', 'userName is required');
  if (externalId !== null && typeof externalId !== 'string') {
    return failure(400, 'invalidValue', 'externalId must be a string');
  }
  const fault = unstorable('userName', userName) ?? (externalId === null ? null : unstorable('externalId', externalId));
  if (fault !== null) return failure(400, 'invalidValue', fault);
  return { ok: true, value: { userName, userNameKey: fold(userName), externalId } };
}

function unstorable(name: string, text: string): string | null {
  if (text.length > MAX_LENGTH) return `${name} is longer than ${MAX_LENGTH} characters`;
  return isIndexable(text) ? null : `${name} contains a NUL character`;
}

/** Whether PostgreSQL can hold the text; one that it can't is nobody's name. */
export function isIndexable(text: string): boolean {
  return text.length <= MAX_LENGTH && !text.includes('\0');
}
