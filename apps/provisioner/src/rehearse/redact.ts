/** What WordPress and Usher keep of a password. */
const HASH = /^(\$wp)?\$(2[abxy]|P|H|argon2i?d?|5|6)\$/;
export const REDACTED = '(a password is set)';

/** A copy without any hash of a password, however deep, for answers and comparisons that people see. */
export function redacted<T>(value: T): T {
  return copy(value) as T;
}

function copy(value: unknown): unknown {
  if (typeof value === 'string') return HASH.test(value) ? REDACTED : value;
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      key === 'password' && typeof entry === 'string' ? REDACTED : copy(entry),
    ]),
  );
}
