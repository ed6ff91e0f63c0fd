import type { Operation } from '../types.js';

export const SKIP_CODES = ['switched_off', 'out_of_scope', 'by_policy'] as const;
export type SkipCode = (typeof SKIP_CODES)[number];

/** What is to be done with one event in one site. */
export type Plan = (
  | {
      kind: 'execute';
      operation: Operation;
      /** When the site rejects the operation: at least this, so that a leaver is shut out in any case. */
      fallback: Operation | null;
      /** What an administrator should know beside the outcome. */
      notes: readonly string[];
      /**
       * Access ends with it that is open now: it counts against the site's budget of departures, and is held when that
       * is spent.
       */
      departure: boolean;
      /** The account is to be deleted so many days after this event, unless the user comes back. */
      deleteAfterDays: number | null;
    }
  /** Nothing is to be done, by the owner's decision; remembered so that a later change of mind has something to go by. */
  | { kind: 'skip'; code: SkipCode; detail: string }
  /** Not applicable as it is; nothing is sent. */
  | { kind: 'reject'; code: string; detail: string }
  /** A newer revision was applied already. */
  | { kind: 'stale'; newer: number }
  /** This very state has its outcome already (a redelivery, or the copy on the other topic): nothing to tell. */
  | { kind: 'done' }
) & {
  /** How it came to this, one entry for each step that was taken. */
  steps: readonly PlanStep[];
};

export type ExecutePlan = Extract<Plan, { kind: 'execute' }>;

export const STEP_NAMES = ['received', 'scoped', 'matched', 'mapped', 'decided'] as const;

/** One step of the way from the event to the operation, for a person who asks why. */
export interface PlanStep {
  step: (typeof STEP_NAMES)[number];
  /** What was judged, in words: `scope userType eq "Employee"`, `user_email <- emails[primary eq true].value`. */
  rule: string;
  /** What the rule looked at, by name. */
  inputs: { readonly [name: string]: unknown };
  before?: unknown;
  after?: unknown;
  /** One sentence. */
  detail: string;
}
