import type { Filter } from '@usher/scim';

const LOOKUP_ATTRIBUTES = ['id', 'externalId', 'userName'] as const;
type LookupAttribute = (typeof LOOKUP_ATTRIBUTES)[number];

/** A filter that a hot statement answers: by one attribute that is unique, and the rest checked on what it finds. */
export interface UserLookup {
  by: LookupAttribute;
  value: string;
  /** To be checked as well; null when `by` is the whole filter. */
  filter: Filter | null;
}

/** Null when the filter isn't an equality of a unique attribute, alone or joined with others by "and". */
export function userLookup(filter: Filter): UserLookup | null {
  for (const by of LOOKUP_ATTRIBUTES) {
    const value = equality(filter, by);
    if (value !== null) return { by, value, filter: filter.kind === 'and' ? filter : null };
  }
  return null;
}

function equality(filter: Filter, by: LookupAttribute): string | null {
  if (filter.kind === 'and') return equality(filter.left, by) ?? equality(filter.right, by);
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return null;
  const { schema, name, sub } = filter.path;
  return schema === null && sub === null && name === by ? filter.value : null;
}
