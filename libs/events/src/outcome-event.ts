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
  user: { id: string; revision: number; userName: string; externalId: string | null };
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
}
