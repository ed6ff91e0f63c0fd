import type { AttributeChange, Json } from '@usher/events';

const SECRET = /^(password|user_pass|secret|token|authorization|applicationpassword)$/i;

/** The last name of a SCIM path: `password` of `urn:...:User:password`, `givenName` of `name.givenName`. */
function attributeName(path: string): string {
  return /[^.:]+$/.exec(path)?.[0] ?? path;
}

function scrubbed(value: Json): Json {
  if (Array.isArray(value)) return value.map(scrubbed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !SECRET.test(name))
      .map(([name, inner]) => [name, scrubbed(inner)]),
  );
}

/**
 * Changes without anything that names itself a secret. Events carry none; the audit outlives every other store,
 * so it doesn't rely on that.
 */
export function withoutSecrets(changes: readonly AttributeChange[]): AttributeChange[] {
  return changes
    .filter(({ path }) => !SECRET.test(attributeName(path)))
    .map(({ path, before, after }) => ({ path, before: scrubbed(before), after: scrubbed(after) }));
}
