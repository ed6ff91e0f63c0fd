import { fold, type ScimAttributes } from '@usher/scim';
import { isIndexable } from './unique-keys.js';

/** What a user is found by when an IdP filters by an e-mail address; null for none. */
export function emailKeys({ emails }: ScimAttributes): string[] | null {
  if (!Array.isArray(emails)) return null;
  const keys = new Set<string>();
  for (const email of emails) {
    if (typeof email !== 'object' || email === null || Array.isArray(email)) continue;
    const { value } = email;
    if (typeof value === 'string' && isIndexable(fold(value))) keys.add(fold(value));
  }
  return keys.size > 0 ? [...keys] : null;
}
