/**
 * Where what was got lacks something of what is wanted, null when nowhere: of objects the attributes that are wanted,
 * of lists as many values, in any order.
 */
export function lacking(wanted: unknown, got: unknown, path = ''): string | null {
  if (Array.isArray(wanted)) return lackingOfList(wanted, got, path);
  if (typeof wanted === 'object' && wanted !== null) {
    if (typeof got !== 'object' || got === null || Array.isArray(got)) return differs(wanted, got, path);
    for (const [key, value] of Object.entries(wanted)) {
      const fault = lacking(value, (got as Record<string, unknown>)[key], path === '' ? key : `${path}.${key}`);
      if (fault !== null) return fault;
    }
    return null;
  }
  return Object.is(wanted, got) ? null : differs(wanted, got, path);
}

function lackingOfList(wanted: unknown[], got: unknown, path: string): string | null {
  if (!Array.isArray(got) || got.length !== wanted.length) return differs(wanted, got, path);
  const left = [...got];
  for (const [index, value] of wanted.entries()) {
    const at = left.findIndex((candidate) => lacking(value, candidate) === null);
    if (at < 0) return left.length === 1 ? lacking(value, left[0], `${path}[${index}]`) : differs(wanted, got, path);
    left.splice(at, 1);
  }
  return null;
}

const differs = (wanted: unknown, got: unknown, path: string): string =>
  `${path || 'the body'}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`;

/** The value at a path of attribute names; a schema's URN, which has dots of its own, counts as one name. */
export function valueAt(body: unknown, path: string): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  const record = body as Record<string, unknown>;
  if (path in record) return record[path];
  const key = Object.keys(record).find((name) => path.startsWith(`${name}.`));
  return key === undefined ? undefined : valueAt(record[key], path.slice(key.length + 1));
}
