import type { ExecutePlan } from '../decision/plan.js';
import { skipHash, stateHash } from '../decision/state-hash.js';
import type { DeleteOperation, Link, LinkStatus } from '../types.js';
import { describeRemoval, describeSuccess, NO_ACCOUNT, NOT_CREATED_INACTIVE } from '../words/outcomes.js';
import { NOT_IN_SCOPE } from '../words/plans.js';
import { effectiveAction } from './actions.js';
import { accountChanges, type Change, fieldsSet } from './changes.js';
import type { Ended, FinalStep, Finished, Outcome } from './conclude.js';
import { linked, remember, short, statusOf } from './links.js';

type Result = Extract<FinalStep, { kind: 'done' }>['result'];

/** The site did it, or had done it before. */
export function done(finished: Finished, plan: ExecutePlan, result: Result): Ended {
  const { event, link } = finished;
  const { operation, notes } = plan;
  const { account, adopted, predecessor } = result;
  if (operation.op === 'delete') return removed(finished, operation, result);
  if (account === null) return nobody(finished, plan);
  const action = effectiveAction(event, link, operation, result.action, account);
  const { changes, restored } = accountChanges(action === 'create', link, operation, result.changed, account);
  const all = [...changes, ...accessChanges(action, link)];
  const deleteAfterDays = account.active ? null : plan.deleteAfterDays;
  const succeeds = predecessor !== undefined;
  const told = { action, login: account.login, changes: all, restored, notes, adopted, succeeds, deleteAfterDays };
  return {
    outcome: {
      ...{ type: 'succeeded', action, code: null, changes: all },
      ...{ detail: describeSuccess(told), account: short(account) },
    },
    link: remember(finished, statusOf(account), {
      ...{ wordpressId: account.id, login: account.login },
      ...{ fields: fieldsSet(link, operation, account), stateHash: stateHash(operation) },
    }),
  };
}

function accessChanges(action: string, link: Link | null): Change[] {
  switch (action) {
    case 'deactivate':
      return [{ path: 'active', before: true, after: false }];
    case 'reactivate':
      return link?.status === 'without_roles'
        ? [{ path: 'withoutRoles', before: true, after: false }]
        : [{ path: 'active', before: false, after: true }];
    case 'remove_roles':
      return [{ path: 'withoutRoles', before: false, after: true }];
    default:
      return [];
  }
}

/** The site was told of somebody who leaves, and has no account of theirs. */
function nobody(finished: Finished, plan: ExecutePlan): Ended {
  const { user } = finished.event;
  if (user.deleted) return noAccount(finished, 'no_account', NO_ACCOUNT, 'deleted', gone(plan));
  if (!user.active) return noAccount(finished, 'not_created_inactive', NOT_CREATED_INACTIVE, 'absent', gone(plan));
  const untouched = { ...gone(plan), stateHash: skipHash('out_of_scope') };
  return noAccount(finished, 'out_of_scope', NOT_IN_SCOPE, 'absent', untouched);
}

function noAccount(finished: Finished, code: string, detail: string, status: LinkStatus, news: Partial<Link>): Ended {
  const outcome: Outcome = { type: 'skipped', action: 'none', code, detail, account: null, changes: [] };
  return { outcome, link: remember(finished, status, news) };
}

function removed(finished: Finished, operation: DeleteOperation, result: Result): Ended {
  const account = linked(finished.link);
  // "unchanged" although an account was linked: an attempt whose answer was lost did it, or a person in WordPress.
  const action = result.action === 'delete' || account !== null ? 'delete' : 'none';
  const detail = describeRemoval(action, account?.login, result.heir ?? null);
  return {
    outcome: { type: 'succeeded', action, code: null, detail, account, changes: [] },
    link: remember(finished, 'deleted', gone({ operation })),
  };
}

const gone = ({ operation }: Pick<ExecutePlan, 'operation'>): Partial<Link> => ({
  ...{ wordpressId: null, login: null, fields: null, stateHash: stateHash(operation) },
});
