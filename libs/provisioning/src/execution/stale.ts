import type { ExecutePlan } from '../decision/plan.js';
import type { SiteAccount } from '../types.js';
import type { Ended, Finished } from './conclude.js';
import { fieldsSet } from './changes.js';
import { hasAccount, linked, met, remember, short, statusOf } from './links.js';

/** The link knows a newer state. */
export function stale(finished: Finished, newer: number): Ended {
  const { link } = finished;
  const outcome = { ...STALE, detail: dropped(finished, newer), account: linked(link), changes: [] };
  return { outcome, link: null };
}

/** The site does; the account may be news. */
export function staleInSite(finished: Finished, newer: number, account: SiteAccount | null): Ended {
  const { link, plan } = finished;
  const status = account === null ? (link?.status ?? 'absent') : statusOf(account);
  const outcome = {
    ...{ ...STALE, detail: dropped(finished, newer), changes: [] },
    account: account === null ? linked(link) : short(account),
  };
  // This may be the second attempt at a state that the first had set before the newer one came.
  const fields =
    hasAccount(link) && plan.kind === 'execute' && account ? fieldsSet(link, plan.operation, account) : null;
  return { outcome, link: remember(finished, status, { ...met(account, link), ...(fields && { fields }) }) };
}

/** Whether the operation speaks for a newer state than the event's: an attempt at the older one was to be undone. */
export function isLate({ event, plan }: Pick<Finished, 'event' | 'plan'>): boolean {
  return plan.kind === 'execute' && plan.operation.revision > event.user.revision;
}

/** An attempt at a state that is out of date had left its traces, or none. */
export function undone(finished: Finished, plan: ExecutePlan, account: SiteAccount | null): Ended {
  const { link } = finished;
  const { operation } = plan;
  const detail = dropped(finished, plan.operation.revision);
  if (account === null || link === null) {
    return { outcome: { ...STALE, detail, account: null, changes: [] }, link: null };
  }
  const told =
    operation.op === 'upsert'
      ? `${detail} What only the older state had set in "${account.login}" was cleared.`
      : `${detail} The account "${account.login}" had been made of it before, and ${account.active ? 'its roles were taken' : 'it was deactivated'}.`;
  return {
    outcome: { ...STALE, detail: told, account: short(account), changes: [] },
    link: {
      ...{ ...link, ...met(account, link), fields: fieldsSet(link, operation, account) },
      status: link.status === 'held' ? 'held' : statusOf(account),
    },
  };
}

const STALE = { type: 'stale', action: 'none', code: 'stale' } as const;

function dropped({ event }: Finished, newer: number): string {
  return `Dropped: the site already has a newer state of this user (revision ${newer}; this one is ${event.user.revision}).`;
}
