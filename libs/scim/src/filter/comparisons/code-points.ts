/**
 * Which text comes first by code points, as a database with the C collation orders UTF-8: below 0, 0 or above. JavaScript's
 * own order is by UTF-16 unit, which puts U+1F600 before U+FFEE.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left !== right) return weight(left) - weight(right);
  }
  return a.length - b.length;
}

/** Units of a surrogate pair come after all others. */
function weight(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
