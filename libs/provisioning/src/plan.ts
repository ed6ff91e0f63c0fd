import type { Operation } from './types.js';

/** What is to be done with one event in one site. */
export type Plan =
  | {
      kind: 'execute';
      operation: Operation;
      /** When the site rejects the operation: at least this, so that a leaver is shut out in any case. */
      fallback: Operation | null;
      /** What an administrator should know beside the outcome. */
      notes: readonly string[];
    }
  /** Not applicable as it is; nothing is sent. */
  | { kind: 'reject'; code: string; detail: string }
  /** A newer revision was applied already. */
  | { kind: 'stale'; newer: number }
  /** This very state has its outcome already (a redelivery, or the copy on the other topic): nothing to tell. */
  | { kind: 'done' };
