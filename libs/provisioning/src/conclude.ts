import { accountChanges, attemptedAction, type Change, effectiveAction, fieldsSet } from './changes.js';
import type { NextStep } from './next-step.js';
import type { Plan } from './plan.js';
import { stateHash } from './state-hash.js';
import type { Action, Link, LinkStatus, Operation, SiteAccount, UserEvent } from './types.js';
import { describeRemoval, describeSuccess, NOT_CREATED_INACTIVE, rejectionWords } from './words.js';

/** A step that ends the matter; the others are tried again. */
export type FinalStep = Extract<NextStep, { kind: 'done' | 'stale' | 'rejected' }>;

/** What is told to the world about one event in one site. */
export interface Outcome {
  type: 'succeeded' | 'skipped' | 'rejected' | 'stale';
  /** What was done; when nothing was because the event was rejected, what was to be done. */
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
}

export interface Finished {
  event: UserEvent;
  link: Link | null;
  plan: Exclude<Plan, { kind: 'done' }>;
  /** The end of the plan's operation; absent when nothing was sent. */
  step?: FinalStep;
  /** The end of the plan's fallback, when that was needed. */
  fallbackStep?: FinalStep;
}

/** What came of a plan: the outcome to publish and the link to keep. Pure. */
export function conclude(finished: Finished): Conclusion {
  const { event, link, plan, step } = finished;
  if (plan.kind === 'stale') return { outcome: stale(event, plan.newer, link), link: null };
  if (plan.kind === 'reject' || step === undefined) {
    const { code, detail } = plan.kind === 'reject' ? plan : { code: 'not_executed', detail: 'Nothing was sent.' };
    return rejected(finished, { code, detail, account: null });
  }
  switch (step.kind) {
    case 'stale':
      return staleInSite(finished, step.result.revision, step.result.account);
    case 'rejected':
      return rejectedBySite(finished, step);
    case 'done':
      return done(finished, plan, step.result);
  }
}

type Done = Extract<FinalStep, { kind: 'done' }>['result'];

function done(finished: Finished, plan: Extract<Plan, { kind: 'execute' }>, result: Done): Conclusion {
  const { event, link } = finished;
  const { operation, notes } = plan;
  if (operation.op === 'delete') return removed(finished, operation, result);
  const { account } = result;
  if (account === null) {
    const outcome: Outcome = {
      ...{ type: 'skipped', action: 'none', code: 'not_created_inactive', detail: NOT_CREATED_INACTIVE },
      ...{ account: null, changes: [] },
    };
    const nothing = { wordpressId: null, login: null, fields: null, stateHash: stateHash(operation) };
    return { outcome, link: remember(finished, 'absent', nothing) };
  }
  const action = effectiveAction(event, link, operation, result.action, account);
  const { changes, restored } = accountChanges(action, link, operation, result.changed, account);
  const detail = describeSuccess(action, account.login, changes, restored, notes);
  return {
    outcome: { type: 'succeeded', action, code: null, detail, account: short(account), changes },
    link: remember(finished, account.active ? 'active' : 'inactive', {
      ...{ wordpressId: account.id, login: account.login },
      ...{ fields: fieldsSet(link, operation, account), stateHash: stateHash(operation) },
    }),
  };
}

function removed(finished: Finished, operation: Operation & { op: 'delete' }, result: Done): Conclusion {
  const { link } = finished;
  const account = link?.wordpressId != null ? { id: link.wordpressId, login: link.login ?? '' } : null;
  // "unchanged" although an account was linked: an attempt whose answer was lost did it, or a person in WordPress.
  const action = result.action === 'delete' || account !== null ? 'delete' : 'none';
  const detail = describeRemoval(action, account?.login, operation.reassign);
  const gone = { wordpressId: null, login: null, fields: null, stateHash: stateHash(operation) };
  return {
    outcome: { type: 'succeeded', action, code: null, detail, account, changes: [] },
    link: remember(finished, 'deleted', gone),
  };
}

function rejectedBySite(finished: Finished, step: Extract<FinalStep, { kind: 'rejected' }>): Conclusion {
  const detail = rejectionWords(step.holder === undefined ? step.code : `${step.code}_by_user`, step.message);
  const fallback = finished.fallbackStep;
  const refused = { code: step.code, account: null };
  if (fallback?.kind === 'done' && fallback.result.account !== null) {
    const { account } = fallback.result;
    const saved = `${detail} The account was deactivated all the same: nobody can log in with it.`;
    return rejected(finished, { code: step.code, detail: saved, account, action: 'deactivate' });
  }
  if (fallback?.kind === 'rejected') {
    const worse = `${detail} It could not be deactivated either (${fallback.code}): the account is still open.`;
    return rejected(finished, { ...refused, detail: worse });
  }
  return rejected(finished, { ...refused, detail });
}

interface Refusal {
  code: string;
  detail: string;
  /** The account as the fallback left it. */
  account: SiteAccount | null;
  /** What the fallback did; else the event's own, which wasn't done, is told. */
  action?: Action;
}

function rejected(finished: Finished, { code, detail, account, action: done }: Refusal): Conclusion {
  const action = done ?? attemptedAction(finished.event, finished.link);
  const outcome: Outcome = {
    ...{ type: 'rejected', action, code, detail, changes: [] },
    account: account === null ? linked(finished.link) : short(account),
  };
  const found = account === null ? {} : { wordpressId: account.id, login: account.login };
  return { outcome, link: remember(finished, 'rejected', found) };
}

function staleInSite(finished: Finished, newer: number, account: SiteAccount | null): Conclusion {
  const { event, link } = finished;
  const found = account === null ? {} : { wordpressId: account.id, login: account.login };
  const status = account === null ? (link?.status ?? 'absent') : account.active ? 'active' : 'inactive';
  return { outcome: stale(event, newer, link, account), link: remember(finished, status, found) };
}

function stale(event: UserEvent, newer: number, link: Link | null, account?: SiteAccount | null): Outcome {
  const detail = `Dropped: the site already has a newer state of this user (revision ${newer}; this one is ${event.user.revision}).`;
  return {
    ...{ type: 'stale', action: 'none', code: 'stale', detail, changes: [] },
    account: account == null ? linked(link) : short(account),
  };
}

const short = ({ id, login }: SiteAccount) => ({ id, login });

function linked(link: Link | null): Outcome['account'] {
  return link?.wordpressId == null ? null : { id: link.wordpressId, login: link.login ?? '' };
}

/** The link before, with what is new; an event that came to its end is never begun again. */
function remember({ event, link }: Finished, status: LinkStatus, news: Partial<Link>): Link {
  const before = link ?? { wordpressId: null, login: null, fields: null, stateHash: null };
  return { ...before, ...news, status, revision: event.user.revision, causeId: event.id };
}
