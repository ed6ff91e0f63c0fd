import { matches } from '@usher/scim';
import { attributesOf } from '../mapping/filters.js';
import type { Case } from './case.js';

/** Whether the user belongs to the site. A deleted user is judged by the deletion alone. */
export function isInScope({ event: { user }, policy, subject, trail }: Case): boolean {
  const { scope } = policy.compiled;
  if (scope === null || user.deleted) {
    const rule = scope === null ? 'no scope' : 'deleted';
    const detail =
      scope === null ? 'Everybody belongs to this site.' : 'Deleted: whether it was in scope plays no part.';
    trail.add('scoped', rule, { inputs: {}, after: true, detail });
    return true;
  }
  const inScope = matches(scope, subject.resource);
  const names = [...new Set(attributesOf(scope).map(({ schema, name }) => (schema === null ? name : schema)))];
  trail.add('scoped', `scope ${policy.settings.scope}`, {
    inputs: Object.fromEntries(names.map((name) => [name, subject.resource[name] ?? null])),
    after: inScope,
    detail: inScope ? 'The user is in the scope of this site.' : 'The user is not in the scope of this site.',
  });
  return inScope;
}
