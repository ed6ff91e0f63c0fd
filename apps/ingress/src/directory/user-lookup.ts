import { type Filter, parseFilter, type Result } from '@usher/scim';
import { failure } from './failure.js';

const LOOKUP_ATTRIBUTES = ['id', 'externalId', 'userName'] as const;
type LookupAttribute = (typeof LOOKUP_ATTRIBUTES)[number];

/** A filter that an index answers: by one attribute that is unique, and the rest checked on what it finds. */
export interface UserLookup {
  by: LookupAttribute;
  value: string;
  /** To be checked as well; null when `by` is the whole filter. */
  filter: Filter | null;
}

const SUPPORTED =
  'Supported filters: userName eq "...", externalId eq "...", id eq "...", and these combined with "and"';

/** Errors: 400 invalidFilter. */
export function parseUserLookup(text: string): Result<UserLookup> {
  const parsed = parseFilter(text);
  if (!parsed.ok) return parsed;
  const equalities = equalitiesOf(parsed.value);
  if (equalities === null) return failure(400, 'invalidFilter', `The filter is not supported. ${SUPPORTED}`);
  for (const by of LOOKUP_ATTRIBUTES) {
    const equality = equalities.find(({ attribute }) => attribute === by);
    if (equality !== undefined) {
      return { ok: true, value: { by, value: equality.value, filter: equalities.length > 1 ? parsed.value : null } };
    }
  }
  return failure(400, 'invalidFilter', SUPPORTED);
}

/** Null when the filter is anything but equalities of unique attributes joined by "and". */
function equalitiesOf(filter: Filter): { attribute: LookupAttribute; value: string }[] | null {
  if (filter.kind === 'and') {
    const left = equalitiesOf(filter.left);
    const right = equalitiesOf(filter.right);
    return left && right && [...left, ...right];
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return null;
  const { schema, name, sub } = filter.path;
  const attribute = LOOKUP_ATTRIBUTES.find((known) => known === name);
  return schema === null && sub === null && attribute !== undefined ? [{ attribute, value: filter.value }] : null;
}
