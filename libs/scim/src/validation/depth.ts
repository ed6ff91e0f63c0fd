/** A user is three levels deep; what goes far beyond that is an attack on a recursive reader. */
export const MAX_DEPTH = 32;

/** Whether a JSON value nests arrays and objects deeper than `limit`. Goes no deeper than that itself. */
export function deeperThan(value: unknown, limit: number = MAX_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) {
    for (const element of value) if (deeperThan(element, limit - 1)) return true;
    return false;
  }
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (typeof inner === 'object' && deeperThan(inner, limit - 1)) return true;
  }
  return false;
}
