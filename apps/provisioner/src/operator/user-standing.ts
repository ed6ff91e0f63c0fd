import type { Candidate } from '@usher/provisioning';
import type { DriftFacts, UserFacts, WantedFacts } from './user-facts.queries.js';

/**
 * current: the site has what is wanted; waiting: it is on its way; failed: the site refused it; held: a departure waits
 * for approval; ambiguous: somebody has to choose the account; scheduled: shut, and to be deleted on a day; none: there
 * is no account.
 */
export type UserState = 'current' | 'waiting' | 'failed' | 'held' | 'ambiguous' | 'scheduled' | 'none';

/** A site as it is named beside a user. */
export interface SiteOfUser {
  id: string;
  name: string;
  siteUrl: string;
  /** Why nothing is done there for now; null: it serves. */
  closed: string | null;
}

/** How one user stands in one site. */
export interface UserStanding {
  target: { id: string; name: string; siteUrl: string };
  /** The newest revision that is known; null: the directory doesn't know the user any more. */
  wantedRevision: number | null;
  /** The last revision that was brought to an end here; null: none was. */
  appliedRevision: number | null;
  account: { id: number; login: string } | null;
  state: UserState;
  /** When it became so; null where nothing was ever done. */
  since: Date | null;
  /** In words; null when there is nothing to say. */
  reason: string | null;
  /** Attempts that failed so far, while it waits. */
  attempts: number;
  /** Of the approvals; null: none waits. */
  held: { id: number; since: Date } | null;
  deletion: { id: number; dueAt: Date } | null;
  deadLetter: { id: number; code: string; reason: string; since: Date } | null;
  /** The accounts among which somebody has to choose. */
  candidates: Candidate[];
  drift: DriftFacts[];
}

/** Pure. @param facts undefined: nothing is recorded */
export function standingOf(
  { closed, ...target }: SiteOfUser,
  wanted: WantedFacts | undefined,
  facts: UserFacts | undefined,
): UserStanding {
  const { link = null, waiting = null, held = null, deletion = null, deadLetter = null, drift = [] } = facts ?? {};
  const id = link?.wordpressId ?? null;
  return {
    target,
    wantedRevision: wanted?.revision ?? null,
    appliedRevision: link?.revision ?? null,
    account: id === null ? null : { id, login: link?.login ?? '' },
    ...judged(facts, wanted, closed),
    attempts: waiting?.attempts ?? 0,
    ...{ held, deletion: deletion && { id: deletion.id, dueAt: deletion.dueAt }, deadLetter },
    ...{ candidates: link?.status === 'ambiguous' ? link.candidates : [], drift },
  };
}

type Judged = Pick<UserStanding, 'state' | 'since' | 'reason'>;

const HELD = 'More users leave this site at once than its budget allows: an operator has to approve or refuse.';
const AMBIGUOUS = "Several accounts could be this user's: an operator has to choose.";
const NOTHING = 'Nothing was brought to this site for the user yet.';

/** What is under way counts before what came of the last time. */
function judged(facts: UserFacts | undefined, wanted: WantedFacts | undefined, closed: string | null): Judged {
  if (facts?.waiting) {
    const { since, error } = facts.waiting;
    return { state: 'waiting', since, reason: closed ?? error };
  }
  if (facts?.held) return { state: 'held', since: facts.held.since, reason: HELD };
  const { link, deadLetter, deletion } = facts ?? {};
  if (link == null) return { state: 'none', since: null, reason: wanted?.deleted === true ? null : NOTHING };
  const since = link.updatedAt;
  if (link.status === 'ambiguous') return { state: 'ambiguous', since, reason: AMBIGUOUS };
  if (link.status === 'rejected') return { state: 'failed', since, reason: deadLetter?.reason ?? null };
  if (deletion) {
    const reason = `The account is to be deleted on ${deletion.dueAt.toISOString().slice(0, 10)}, unless the user comes back.`;
    return { state: 'scheduled', since: deletion.since, reason };
  }
  if (link.revision < (wanted?.revision ?? 0)) {
    const reason = `Revision ${wanted?.revision} is wanted, and none of it is on its way: resynchronise the site.`;
    return { state: 'waiting', since, reason };
  }
  if (link.wordpressId === null) return { state: 'none', since, reason: NO_ACCOUNT[link.status] ?? null };
  return { state: 'current', since, reason: null };
}

const NO_ACCOUNT: { [status: string]: string } = {
  absent: 'There is no account, by the settings of the site.',
  deleted: 'The account was deleted.',
};
