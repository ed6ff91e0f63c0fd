import type { Decision } from '../decision/case.js';
import { decide } from '../decision/decide.js';
import type { ExecutePlan, Plan } from '../decision/plan.js';
import { USER_NAME_META } from '../decision/profile.js';
import { numberedLogins } from '../mapping/login.js';
import type { Link, Operation, UpsertOperation } from '../types.js';
import { loginOfOther } from '../words/plans.js';
import { conclude, type Conclusion, type FinalStep } from './conclude.js';
import { hasAccount, met } from './links.js';
import type { NextStep } from './next-step.js';

/** How the work on one event ended. */
export type Ending =
  | ({ kind: 'concluded' } & Conclusion)
  /** The event was recorded before: nothing to do and nothing to tell. */
  | { kind: 'recorded' }
  /** Nothing is decided: the event has to be given again. */
  | { kind: 'interrupted'; step: Unfinished };

/** What {@link carryOut} reaches the world through. */
export interface Doors {
  /** Brings one operation to the site. */
  send: (operation: Operation) => Promise<NextStep>;
  /** Asked before a departure, where there is a budget of them; false: it is held for approval, and nothing is sent. */
  admit?: (plan: ExecutePlan) => Promise<boolean>;
  /**
   * Whether the account that is linked is still in the site; a step when that can't be told now. Asked where none may be
   * made: an upsert would make the one that somebody has deleted there.
   */
  exists?: () => Promise<boolean | Unfinished>;
  /**
   * Whether this user has a login that isn't their user name: it was made for them, or stayed when they were renamed. Asked
   * about who has the login that another user wants.
   */
  hasOtherName?: (scimId: string) => Promise<boolean>;
}

type Unfinished = Extract<NextStep, { kind: 'transient' | 'misconfigured' }>;

/**
 * Decides, and follows the plan to its end through the doors. The order of the steps is fixed here, so that whatever
 * sends (the provisioner, a dry run, a test's model) does the same.
 */
export async function carryOut(given: Decision, { send, admit, exists, hasOtherName }: Doors): Promise<Ending> {
  let decision = given;
  let plan = decide(decision);
  if (exists !== undefined && mayRemake(decision, plan)) {
    const there = await exists();
    if (typeof there !== 'boolean') return { kind: 'interrupted', step: there };
    if (!there) plan = decide((decision = withoutAccount(decision)));
  }
  const { event, link } = decision;
  if (plan.kind === 'done') return { kind: 'recorded' };
  if (plan.kind !== 'execute') return concluded(conclude({ event, link, plan }));
  if (plan.departure && admit !== undefined && !(await admit(plan))) {
    return concluded(conclude({ event, link, plan, held: true }));
  }
  let step = await send(plan.operation);
  const beside = besideHolder(decision, plan, step);
  if (beside !== null && (await hasOtherName?.(beside.holder))) {
    plan = beside.plan;
    step = await send(plan.operation);
  }
  if (!isFinal(step)) return { kind: 'interrupted', step };
  if (step.kind === 'rejected' && plan.fallback !== null) {
    const fallbackStep = await send(plan.fallback);
    if (!isFinal(fallbackStep)) return { kind: 'interrupted', step: fallbackStep };
    return concluded(conclude({ event, link, plan, step, fallbackStep }));
  }
  const second = step.kind === 'done' ? secondPlan(decision, plan, step) : null;
  return second === null
    ? concluded(conclude({ event, link, plan, step }))
    : secondLook(decision, step as Done, second, send);
}

/**
 * A user whose login is another user's all the same gets one near to it, should the other one's user name be another:
 * neither can be asked to give way, and WordPress never renames a login.
 */
function besideHolder(
  { event: { user }, policy, site }: Decision,
  plan: ExecutePlan,
  step: NextStep,
): { holder: string; plan: ExecutePlan } | null {
  const { operation } = plan;
  if (step.kind !== 'rejected' || step.code !== 'login_taken' || step.holder === undefined) return null;
  if (operation.op !== 'upsert' || !policy.settings.login.transform) return null;
  const { user_login: wanted } = operation.fields;
  const [first, second] = numberedLogins(wanted, user.id, site?.multisite === true);
  const numbered: UpsertOperation = {
    ...operation,
    fields: { ...operation.fields, user_login: first },
    meta: { ...operation.meta, [USER_NAME_META]: user.userName },
    loginAlternatives: [second],
  };
  return {
    holder: step.holder,
    plan: { ...plan, operation: numbered, notes: [...plan.notes, loginOfOther(wanted, user.userName)] },
  };
}

/** It would make an account again that Usher has brought about before, against the switch. */
function mayRemake({ link, policy }: Decision, plan: Plan): boolean {
  if (policy.settings.switches.create || !hasAccount(link) || plan.kind !== 'execute') return false;
  return plan.operation.op === 'upsert' && plan.operation.active;
}

function withoutAccount(decision: Decision): Decision {
  const { link } = decision;
  const lost = link === null ? null : { ...link, wordpressId: null, login: null, fields: null };
  return { ...decision, link: lost, lost: true };
}

type Done = Extract<FinalStep, { kind: 'done' }>;

/**
 * What is left to do now that the account is known: one was shut out that no link knew of, and its profile is to be brought
 * up to date as well; one was adopted, and its login isn't the user name; or one was updated that an attempt at an older
 * state had made, whose answer was lost, and what only that had set is to be cleared.
 */
function secondPlan(decision: Decision, first: ExecutePlan, { result }: Done): ExecutePlan | null {
  const { event, link } = decision;
  const { account, action } = result;
  if (account === null) return null;
  const { op } = first.operation;
  const shut = op === 'deactivate' || op === 'remove_roles';
  const otherName = action === 'adopt' && account.login.toLowerCase() !== event.user.userName.toLowerCase();
  // Asked for again, as after the loss of all links, an account may have what people wrote since.
  const lost = !hasAccount(link) && action !== 'adopt' && event.type !== 'user.resynced';
  const made = op === 'upsert' && lost && action !== 'create';
  if (!shut && !otherName && !made) return null;
  const plan = decide({ ...decision, link: lost ? { ...BLANK, ...met(account, null) } : link, account });
  return plan.kind === 'execute' && plan.operation.op === 'upsert' ? plan : null;
}

const BLANK: Link = {
  ...{ wordpressId: null, login: null, revision: 0, causeId: '', status: 'active', stateHash: null, fields: null },
};

async function secondLook(
  { event, link }: Decision,
  first: Done,
  plan: ExecutePlan,
  send: Doors['send'],
): Promise<Ending> {
  const step = await send(plan.operation);
  if (!isFinal(step)) return { kind: 'interrupted', step };
  const { action, changed, adopted, predecessor } = first.result;
  if (step.kind === 'done') {
    const told = action === 'none' ? step.result.action : action;
    const both = [...new Set([...changed, ...step.result.changed])];
    const evidence = { ...(adopted && { adopted }), ...(predecessor !== undefined && { predecessor }) };
    const result = { ...step.result, action: told, changed: both, ...evidence };
    return concluded(conclude({ event, link, plan, step: { kind: 'done', result } }));
  }
  return concluded(conclude({ event, link, plan, step, fallbackStep: first }));
}

const concluded = (conclusion: Conclusion): Ending => ({ kind: 'concluded', ...conclusion });

function isFinal(step: NextStep): step is FinalStep {
  return step.kind !== 'transient' && step.kind !== 'misconfigured';
}
