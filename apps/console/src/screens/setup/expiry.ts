/** When a token ends, as one chooses it: never, after so many days, on a day, or as it is. */
export const EXPIRIES = ['keep', 'never', '30', '90', '180', 'year', 'date'] as const;

export type Expiry = (typeof EXPIRIES)[number];

/** Whether a field for a day says one that is not over: of a year with five digits there is none. */
export const isDayToCome = (day: string, now: Date): boolean => Date.parse(`${day}T23:59:59`) > now.getTime();

/**
 * @param day `2027-11-24`, of the person's own calendar: the token is let in to its end
 * @returns RFC 3339; null: never; undefined: as it is
 */
export function expiresAt(expiry: Expiry, day: string, now: Date): string | null | undefined {
  if (expiry === 'keep') return undefined;
  if (expiry === 'never') return null;
  if (expiry === 'date') return new Date(`${day}T23:59:59`).toISOString();
  const at = new Date(now);
  if (expiry === 'year') at.setFullYear(at.getFullYear() + 1);
  else at.setDate(at.getDate() + Number(expiry));
  return at.toISOString();
}
