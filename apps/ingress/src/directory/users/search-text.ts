import { fold, type ScimAttributes } from '@usher/scim';
import { isIndexable } from './unique-keys.js';

/** Characters of the text at most: long values are found by their beginning. */
const MAX_LENGTH = 1_000;

/** What an operator finds a user by: names, e-mail addresses and the externalId, folded, a line each. */
export function searchText({ userName, externalId, displayName, name, emails }: ScimAttributes): string {
  const { formatted, givenName, familyName } = objectOf(name);
  const addresses = Array.isArray(emails) ? emails.map((email) => objectOf(email).value) : [];
  const whole = [givenName, familyName].filter(isText).join(' ');
  const texts = [userName, externalId, displayName, formatted, whole, ...addresses].filter(isText);
  return fold([...new Set(texts)].join('\n')).slice(0, MAX_LENGTH);
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && isIndexable(value);

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
