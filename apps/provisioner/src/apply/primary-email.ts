import type { Json, WantedUser } from '@usher/events';

/** The primary e-mail address, else the first, as it was sent; null: there is none. */
export function primaryEmail({ attributes }: Pick<WantedUser, 'attributes'>): string | null {
  const { emails } = attributes;
  if (!Array.isArray(emails)) return null;
  const given = emails.filter(isAddress);
  return (given.find(({ primary }) => primary === true) ?? given[0])?.value ?? null;
}

function isAddress(email: Json): email is { value: string; primary?: Json } {
  if (typeof email !== 'object' || email === null || Array.isArray(email)) return false;
  return typeof email.value === 'string' && email.value !== '';
}
