import type { Attention } from '../../api/attention.js';

/** What waits, the worst first. The rest of its address is the key of the place. */
export const KINDS = ['sites', 'approvals', 'ambiguous', 'deadLetters', 'drift', 'tokens', 'scheduled'] as const;
export type Kind = (typeof KINDS)[number];

const PLACES: Record<Kind, string> = {
  sites: 'sites',
  approvals: 'approvals',
  ambiguous: 'ambiguous',
  deadLetters: 'dead-letters',
  drift: 'drift',
  tokens: 'tokens',
  scheduled: 'scheduled',
};

export const placeOf = (kind: Kind): string => `/attention/${PLACES[kind]}`;
export const kindAt = (place: string): Kind | undefined => KINDS.find((kind) => PLACES[kind] === place);

export interface Waiting {
  /** Rows of the kind. */
  count: number;
  /** Those of them that wait for a person: what the navigation counts. */
  waiting: number;
}

/**
 * How many of each kind. Sites that are asked again by themselves or were stopped by hand, deletions on their day and
 * tokens that nobody has used are good to know, and wait for nobody. Pure.
 *
 * @param tokens connections of which a token ends soon, and others that have one that was never used
 */
export function waitingOf(counts: Attention, tokens: { expiring: number; unused: number }): Record<Kind, Waiting> {
  const all = (count: number): Waiting => ({ count, waiting: count });
  const { quarantined, paused, stopped, approvals, ambiguous, deadLetters, drift, scheduled } = counts;
  return {
    sites: { count: quarantined + paused + stopped, waiting: quarantined },
    approvals: all(approvals),
    ambiguous: all(ambiguous),
    deadLetters: all(deadLetters),
    drift: all(drift),
    tokens: { count: tokens.expiring + tokens.unused, waiting: tokens.expiring },
    scheduled: { count: scheduled, waiting: 0 },
  };
}
