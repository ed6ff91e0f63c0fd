import type { UserEventData } from '@usher/events';
import { attemptedAction, decide, type Link, type Operation, type Policy } from '@usher/provisioning';
import type { OutcomeAction } from '@usher/events';

/** What would be done in the site if somebody said yes now. */
export interface Consequence {
  /** `none`: nothing, by the settings as they are now. */
  action: OutcomeAction;
  /** In one sentence. */
  detail: string;
  /** The account is deleted so many days after; null: it isn't. */
  deleteAfterDays: number | null;
  /** Who may inherit the content of a deleted account, the first that the site has. */
  heirs: Extract<Operation, { op: 'delete' }>['reassign'];
}

/** By the very decision of the execution. @param due the day of a delayed deletion has come */
export function consequenceOf(data: UserEventData, link: Link | null, policy: Policy, due = false): Consequence {
  const event = { id: 'consequence', type: 'user.resynced', user: data.user };
  const plan = decide({ event, link, policy, ...(due ? { due } : {}) });
  const detail = plan.steps.at(-1)?.detail ?? '';
  if (plan.kind !== 'execute') return { action: 'none', detail, deleteAfterDays: null, heirs: [] };
  const { operation, deleteAfterDays } = plan;
  const heirs = operation.op === 'delete' ? operation.reassign : [];
  return { action: attemptedAction(event, link, plan), detail, deleteAfterDays, heirs };
}
