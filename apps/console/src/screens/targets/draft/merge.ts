/** Any JSON value. */
type Json = unknown;

/** Equal as JSON, whatever the order of the names. */
export function same(one: Json, other: Json): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((each, place) => same(each, other[place]));
  if (!isObject(one) || !isObject(other)) return false;
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => same(one[name], other[name]));
}

export interface Merged<T> {
  value: T;
  /** Where both changed the same differently: mine was taken. */
  conflicts: string[];
}

/**
 * My changes on top of theirs, both made from the same base. Objects are merged name by name, lists as a whole: what a
 * list's places mean isn't known.
 */
export function merge<T>(base: T, mine: T, theirs: T, path = ''): Merged<T> {
  if (same(mine, theirs) || same(mine, base)) return { value: theirs, conflicts: [] };
  if (same(theirs, base)) return { value: mine, conflicts: [] };
  if (!isObject(base) || !isObject(mine) || !isObject(theirs)) return { value: mine, conflicts: [path] };
  const names = new Set([...Object.keys(theirs), ...Object.keys(mine)]);
  const parts = [...names].map((name) => {
    const inner = path === '' ? name : `${path}.${name}`;
    return [name, merge<Json>(base[name], mine[name], theirs[name], inner)] as const;
  });
  const present = parts.filter(([, { value }]) => value !== undefined);
  return {
    value: Object.fromEntries(present.map(([name, { value }]) => [name, value])) as T,
    conflicts: parts.flatMap(([, { conflicts }]) => conflicts),
  };
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
