import { fold, type Result, type ScimAttributes } from '@usher/scim';
import { failure } from '../failure.js';
import { isIndexable } from '../users/unique-keys.js';

/** What makes a group unique within its connection. */
export interface GroupKeys {
  displayName: string;
  /** `fold` of the displayName: what a filter by displayName compares, too. */
  displayKey: string;
  externalId: string | null;
}

/** Errors: 400 invalidValue for a key that can't be stored. */
export function groupKeys({ displayName, externalId = null }: ScimAttributes): Result<GroupKeys> {
  if (typeof displayName !== 'string') return failure(400, 'invalidValue', 'displayName is required');
  if (!isIndexable(displayName)) return failure(400, 'invalidValue', 'displayName is too long');
  if (externalId !== null && (typeof externalId !== 'string' || !isIndexable(externalId))) {
    return failure(400, 'invalidValue', 'externalId is too long');
  }
  return { ok: true, value: { displayName, displayKey: fold(displayName), externalId } };
}
