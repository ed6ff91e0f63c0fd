import type { AttributeChange, Origin } from './user-event.js';

export const OUTCOME_EVENT_TYPES = [
  /** The site now looks as wanted (it may have done so before: `action` is `none`). */
  'outcome.succeeded',
  /** Switched off, out of scope, or nothing to do by policy; `detail` says which. */
  'outcome.skipped',
  /** This user can't be applied; the rest goes on. */
  'outcome.rejected',
  /** The site already has a newer revision. */
  'outcome.stale',
  /** A departure past the target's budget: an operator has to approve it. */
  'outcome.held',
] as const;
export type OutcomeEventType = (typeof OUTCOME_EVENT_TYPES)[number];

export const OUTCOME_ACTIONS = [
  'create',
  /** An account that was there before became this user's. */
  'adopt',
  'update',
  'deactivate',
  'reactivate',
  'remove_roles',
  'delete',
  'none',
] as const;
export type OutcomeAction = (typeof OUTCOME_ACTIONS)[number];

/** Body of the events of `usher.outcomes.v1`: what one target did with one user event. */
export interface OutcomeEventData {
  connection: string;
  target: { id: string; name: string; siteUrl: string };
  user: {
    id: string;
    revision: number;
    userName: string;
    externalId: string | null;
    /** The primary address, else the first, as it was sent; null: there is none. */
    email?: string | null;
  };
  action: OutcomeAction;
  /** Machine-readable reason, e.g. `login_taken`; null when succeeded. */
  code: string | null;
  /** In words an administrator understands. */
  detail: string;
  account: { id: number; login: string } | null;
  changes: AttributeChange[];
  /** `ce_id` of the user event this is the outcome of. */
  causeId: string;
  origin: Origin;
  /** When it was asked for: the time of the user event, RFC 3339. Not there for a deletion whose day has come. */
  askedAt?: string;
  execution?: OutcomeExecution;
}

/** How the outcome came about: the last attempt, from the plan to the site's answer. Times are RFC 3339. */
export interface OutcomeExecution {
  plannedAt: string;
  /** When the first request to the site began; null: none was needed, or none was allowed. */
  calledAt: string | null;
  /** When the last request to the site ended; null: there was none. */
  answeredAt: string | null;
  /** Milliseconds of the requests to the site, which other users share; null: there was none. */
  requestMs: number | null;
  /** This one included. */
  attempts: number;
  /** What the connector was asked for, or was to be: `upsert`, `deactivate`; null: nothing. */
  operation: string | null;
  /** What decided, in order; at most 20. Values of the user may be in it, as in `changes`, but no password. */
  decision: ExecutionStep[];
}

/** One step of the decision. */
export interface ExecutionStep {
  /** `received`, `scoped`, `matched`, `mapped`, `decided`. */
  step: string;
  /** What was judged, at most 80 characters: `user_email <- emails.value`. */
  rule: string;
  /** What came of it, at most 200 characters. */
  detail: string;
}
