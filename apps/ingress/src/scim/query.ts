import { parseProjection, type Projection, type Result } from '@usher/scim';

/** Query parameters as Fastify parses them; one that is given twice is an array. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** The last value given; an empty one counts as not given. */
export function parameter(query: Query, name: string): string | undefined {
  const value = query[name];
  const last = typeof value === 'object' ? value.at(-1) : value;
  return last === '' ? undefined : last;
}

/** `attributes` and `excludedAttributes`; null when neither is given. */
export function projectionOf(query: Query): Result<Projection | null> {
  const attributes = parameter(query, 'attributes');
  const excludedAttributes = parameter(query, 'excludedAttributes');
  if (attributes === undefined && excludedAttributes === undefined) return { ok: true, value: null };
  return parseProjection({ attributes, excludedAttributes });
}
