/**
 * Entra ID sends booleans as the strings "True" and "False", in `active` and in `primary` (fixtures: entra/deactivate,
 * entra/roles). Undefined for anything that is no boolean.
 */
export function booleanOf(value: unknown, strings: boolean): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (!strings || typeof value !== 'string' || value.length > 5) return undefined;
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}
