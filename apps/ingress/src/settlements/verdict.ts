import type { SettledTarget } from '@usher/events';
import type { ScimError } from '@usher/scim';
import type { AwaitedChange } from '../directory/cause.js';

/** What the sites made of a change: as far as is known, when the answer is given. */
export type SitesVerdict = { state: 'applied' | 'pending' | 'skipped' } | { state: 'refused'; error: ScimError };

/** Somebody else has it already: what identity providers know as a conflict. */
const TAKEN: ReadonlySet<string | null> = new Set(['login_taken', 'email_taken', 'ambiguous_match']);
/** An account that nobody may change from outside of the site. */
const UNCHANGEABLE: ReadonlySet<string | null> = new Set(['protected_account']);

/** @param targets undefined when the sites haven't come to an end yet */
export function verdictOf(kind: AwaitedChange['kind'], targets: readonly SettledTarget[] | undefined): SitesVerdict {
  if (targets === undefined) return { state: 'pending' };
  const refused = targets.filter(({ result }) => result === 'rejected');
  if (refused.length > 0) return { state: 'refused', error: refusal(kind, refused) };
  if (targets.some(({ result }) => result === 'held')) return { state: 'pending' };
  // Stale: the site has a newer state of the user, which this one is part of.
  return { state: targets.some(({ result }) => result !== 'skipped') ? 'applied' : 'skipped' };
}

/** Of several: what is waited for while anything is, applied when any site has something of it; null for none. */
export function overall(verdicts: readonly SitesVerdict[]): 'applied' | 'pending' | 'skipped' | null {
  for (const state of ['pending', 'applied', 'skipped'] as const)
    if (verdicts.some((verdict) => verdict.state === state)) return state;
  return null;
}

function refusal(kind: AwaitedChange['kind'], refused: readonly SettledTarget[]): ScimError {
  const detail = refused.map(({ target, detail }) => `The site "${target.name}" refused: ${detail}`).join(' ');
  const has = (codes: ReadonlySet<string | null>): boolean => refused.some(({ code }) => codes.has(code));
  if (has(TAKEN)) return { status: 409, scimType: 'uniqueness', detail };
  const isFixed = kind !== 'create' && has(UNCHANGEABLE);
  return { status: 400, scimType: isFixed ? 'mutability' : 'invalidValue', detail };
}
