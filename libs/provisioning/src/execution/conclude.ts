import type { ExecutePlan, Plan } from '../decision/plan.js';
import { skipHash } from '../decision/state-hash.js';
import type { Action, Candidate, Link, UserEvent } from '../types.js';
import { heldWords } from '../words/outcomes.js';
import { attemptedAction } from './actions.js';
import type { Change } from './changes.js';
import { done } from './done.js';
import { linked, remember, statusWithoutNews } from './links.js';
import type { NextStep } from './next-step.js';
import { rejected, rejectedBySite } from './rejected.js';
import { isLate, stale, staleInSite, undone } from './stale.js';

/** A step that ends the matter; the others are tried again. */
export type FinalStep = Extract<NextStep, { kind: 'done' | 'stale' | 'rejected' }>;

/** What is told to the world about one event in one site. */
export interface Outcome {
  type: 'succeeded' | 'skipped' | 'rejected' | 'stale' | 'held';
  /** What was done; when nothing was because the event was rejected or held, what was to be done. */
  action: Action;
  /** Machine-readable reason; null when succeeded. */
  code: string | null;
  /** In words an administrator understands. */
  detail: string;
  account: { id: number; login: string } | null;
  changes: Change[];
}

export interface Conclusion {
  outcome: Outcome;
  /** What to remember; null: leave the link as it is. */
  link: Link | null;
  /** The account is to be deleted so many days after this event, unless the user comes back; null: it isn't. */
  deleteAfterDays: number | null;
  /** The accounts that an operator may choose from, when it was ambiguous. */
  candidates: readonly Candidate[] | null;
  /** SCIM id of a deleted user whose account this one has from now on; null: nobody's. */
  predecessor: string | null;
  plan: Finished['plan'];
}

export interface Finished {
  event: UserEvent;
  link: Link | null;
  plan: Exclude<Plan, { kind: 'done' }>;
  /** It was not admitted: nothing was sent, and an operator has to approve. */
  held?: boolean;
  /** The end of the plan's operation; absent when nothing was sent. */
  step?: FinalStep;
  /** The end of the plan's fallback, when that was needed. */
  fallbackStep?: FinalStep;
}

/** The part of a conclusion that each way of ending has its own of. */
export type Ended = Pick<Conclusion, 'outcome' | 'link'>;

/** What came of a plan: the outcome to publish and the link to keep. Pure. */
export function conclude(finished: Finished): Conclusion {
  const { plan, step } = finished;
  const ambiguous = step?.kind === 'rejected' && step.code === 'ambiguous_match';
  return {
    ...ended(finished),
    deleteAfterDays: plan.kind === 'execute' && isShut(finished) ? plan.deleteAfterDays : null,
    candidates: ambiguous ? (step.candidates ?? []) : null,
    predecessor: step?.kind === 'done' ? (step.result.predecessor ?? null) : null,
    plan,
  };
}

function ended(finished: Finished): Ended {
  const { plan, step } = finished;
  if (plan.kind === 'stale') return stale(finished, plan.newer);
  if (plan.kind === 'reject') return rejected(finished, { ...plan, account: null });
  if (plan.kind === 'skip') return skipped(finished, plan);
  if (finished.held === true) return held(finished);
  if (isLate(finished)) return late(finished, plan);
  switch (step?.kind) {
    case undefined:
      return rejected(finished, { code: 'not_executed', detail: 'Nothing was sent.', account: null });
    case 'stale':
      return staleInSite(finished, step.result.revision, step.result.account);
    case 'rejected':
      return rejectedBySite(finished, step);
    case 'done':
      return done(finished, plan, step.result);
  }
}

/** Whatever the site said, the event itself is out of date; the link keeps the newer revision. */
function late(finished: Finished, plan: ExecutePlan): Ended {
  const { step } = finished;
  if (step?.kind === 'done') return undone(finished, plan, step.result.account);
  return stale(finished, step?.kind === 'stale' ? step.result.revision : plan.operation.revision);
}

/** The account is there, and shut out by the operation or its fallback. */
function isShut({ step, fallbackStep }: Finished): boolean {
  const last = step?.kind === 'rejected' ? fallbackStep : step;
  return last?.kind === 'done' && last.result.account !== null && !last.result.account.active;
}

/** Nothing was done, by the owner's decision; what the account is, it stays. */
function skipped(finished: Finished, { code, detail }: Extract<Plan, { kind: 'skip' }>): Ended {
  const { link } = finished;
  const outcome: Outcome = { type: 'skipped', action: 'none', code, detail, account: linked(link), changes: [] };
  return { outcome, link: remember(finished, statusWithoutNews(link), { stateHash: skipHash(code) }) };
}

function held(finished: Finished): Ended {
  const { event, link, plan } = finished;
  const action = attemptedAction(event, link, plan);
  const detail = heldWords(action, link?.login ?? null);
  const outcome: Outcome = { type: 'held', action, code: 'held', detail, account: linked(link), changes: [] };
  return { outcome, link: remember(finished, 'held', {}) };
}
