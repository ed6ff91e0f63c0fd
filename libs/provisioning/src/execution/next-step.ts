import type { Candidate, OperationResult } from '../types.js';

/** The call as a whole gave nothing (the connector client's SiteError). */
export interface SiteFault {
  kind: 'transient' | 'misconfigured';
  code: string;
  message: string;
  /** What the site asked for with Retry-After. */
  retryAfterMs?: number;
}

/** Every way in which an operation can fail to be applied. The set is closed: what happens next follows from it. */
export const FAULTS = ['transient', 'rejected', 'misconfigured', 'stale'] as const;

export type NextStep =
  | { kind: 'done'; result: Extract<OperationResult, { status: 'applied' | 'unchanged' }> }
  /** Drop: the site has something newer. */
  | { kind: 'stale'; result: Extract<OperationResult, { status: 'stale' }> }
  /** This user only: dead letter with the reason; the user's later events supersede it. */
  | {
      kind: 'rejected';
      code: string;
      message: string;
      /** SCIM id of the user who has what this one wants, and may be about to give it up. */
      holder?: string;
      /** The accounts that could be this user's. */
      candidates?: readonly Candidate[];
    }
  /** Retry with backoff, nothing is skipped; with scope `site` all of the site waits. */
  | {
      kind: 'transient';
      scope: 'user' | 'site';
      reason: string;
      afterMs?: number;
      /** As of a refusal: that user may be about to give it up. */
      holder?: string;
    }
  /** The site is quarantined and probed until an operator has put it right; nothing is skipped. */
  | { kind: 'misconfigured'; reason: string };

/** The one place that turns what the site answered, or failed to, into what happens next. */
export function nextStep(answer: { result: OperationResult } | { fault: SiteFault }): NextStep {
  if ('fault' in answer) {
    const { kind, code, message, retryAfterMs } = answer.fault;
    const reason = `${message} (${code})`;
    return kind === 'misconfigured' ? { kind, reason } : { kind, scope: 'site', reason, afterMs: retryAfterMs };
  }
  const { result } = answer;
  switch (result.status) {
    case 'applied':
    case 'unchanged':
      return { kind: 'done', result };
    case 'stale':
      return { kind: 'stale', result };
    case 'rejected': {
      const { code, message, holder, candidates } = result;
      return { kind: 'rejected', code, message, holder, ...(candidates === undefined ? {} : { candidates }) };
    }
    case 'failed':
      return { kind: 'transient', scope: 'user', reason: `${result.message} (${result.code})` };
  }
}
