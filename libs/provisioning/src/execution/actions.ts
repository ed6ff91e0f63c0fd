import type { ExecutePlan, Plan } from '../decision/plan.js';
import type { Action, Link, Operation, SiteAccount, UserEvent } from '../types.js';
import { differing } from './changes.js';

/**
 * What this event did to the account. A site answers "nothing to do" when an earlier attempt did it and its answer
 * was lost (time-out, crash): then the difference to the link tells what was done.
 */
export function effectiveAction(
  event: UserEvent,
  link: Link | null,
  operation: Operation,
  told: Action,
  account: SiteAccount,
): Action {
  if (told !== 'none') return told;
  if (link === null || link.wordpressId === null) {
    const made = operation.op === 'upsert' && event.type !== 'user.resynced' && account.revision === operation.revision;
    return made ? 'create' : 'none';
  }
  const { status } = link;
  if (!account.active && (status === 'active' || status === 'held' || status === 'without_roles')) return 'deactivate';
  if (account.active && status === 'inactive') return 'reactivate';
  if (account.withoutRoles && (status === 'active' || status === 'held')) return 'remove_roles';
  if (!account.withoutRoles && account.active && status === 'without_roles') return 'reactivate';
  return differing(link, operation, account).length > 0 ? 'update' : 'none';
}

/** What was wanted of the site, when it refused or nothing was sent. */
export function attemptedAction(event: UserEvent, link: Link | null, plan: Plan): Action {
  if (plan.kind === 'execute') return wantedAction(plan, link);
  const { user } = event;
  if (user.deleted) return 'delete';
  if (link === null || link.wordpressId === null) return user.active ? 'create' : 'deactivate';
  if (!user.active) return link.status === 'inactive' ? 'update' : 'deactivate';
  return link.status === 'inactive' ? 'reactivate' : 'update';
}

function wantedAction({ operation }: ExecutePlan, link: Link | null): Action {
  if (operation.op !== 'upsert') return operation.op;
  if (link === null || link.wordpressId === null) return operation.active ? 'create' : 'deactivate';
  const { status } = link;
  if (!operation.active) return status === 'inactive' ? 'update' : 'deactivate';
  if (operation.withoutRoles === true) return status === 'without_roles' ? 'update' : 'remove_roles';
  return status === 'inactive' || status === 'without_roles' ? 'reactivate' : 'update';
}
