import type { Action, SiteAccount } from '../types.js';
import { rejectionWords } from '../words/rejections.js';
import { attemptedAction } from './actions.js';
import type { Ended, FinalStep, Finished, Outcome } from './conclude.js';
import { linked, met, remember, short } from './links.js';

export interface Refusal {
  code: string;
  detail: string;
  /** The account as the fallback left it. */
  account: SiteAccount | null;
  /** What the fallback did; else the event's own, which wasn't done, is told. */
  action?: Action;
}

export function rejected(finished: Finished, { code, detail, account, action: done }: Refusal): Ended {
  const { event, link, plan } = finished;
  const action = done ?? attemptedAction(event, link, plan);
  const outcome: Outcome = {
    ...{ type: 'rejected', action, code, detail, changes: [] },
    account: account === null ? linked(link) : short(account),
  };
  const status = code === 'ambiguous_match' ? 'ambiguous' : 'rejected';
  return { outcome, link: remember(finished, status, met(account, link)) };
}

export function rejectedBySite(finished: Finished, step: Extract<FinalStep, { kind: 'rejected' }>): Ended {
  const { fallbackStep: fallback } = finished;
  const { code } = step;
  const detail = rejectionWords(step.holder === undefined ? code : `${code}_by_user`, step.message);
  if (fallback?.kind === 'done' && fallback.result.account !== null) {
    const { account } = fallback.result;
    const [action, what] = account.active ? ROLES_TAKEN : DEACTIVATED;
    return rejected(finished, { code, detail: `${detail} ${what}`, account, action });
  }
  if (fallback?.kind === 'rejected') {
    const worse = `${detail} It could not be deactivated either (${fallback.code}): the account is still open.`;
    return rejected(finished, { code, detail: worse, account: null });
  }
  return rejected(finished, { code, detail, account: null });
}

const DEACTIVATED = ['deactivate', 'The account was deactivated all the same: nobody can log in with it.'] as const;
const ROLES_TAKEN = ['remove_roles', 'Its roles were taken all the same.'] as const;
