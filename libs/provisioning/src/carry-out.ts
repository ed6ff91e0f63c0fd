import { conclude, type Conclusion, type FinalStep } from './conclude.js';
import { decide, type Decision } from './decide.js';
import type { NextStep } from './next-step.js';
import type { Plan } from './plan.js';
import type { Operation } from './types.js';

/** How the work on one event ended. */
export type Ending =
  | ({ kind: 'concluded' } & Conclusion)
  /** The event was recorded before: nothing to do and nothing to tell. */
  | { kind: 'recorded' }
  /** Nothing is decided: the event has to be given again. */
  | { kind: 'interrupted'; step: Extract<NextStep, { kind: 'transient' | 'misconfigured' }> };

/**
 * Decides, and follows the plan to its end through `send`, which brings one operation to the site. The order of the
 * steps is fixed here, so that whatever sends (the provisioner, a dry run, a test's model) does the same.
 */
export async function carryOut(decision: Decision, send: (operation: Operation) => Promise<NextStep>): Promise<Ending> {
  const { event, link } = decision;
  const plan = decide(decision);
  if (plan.kind === 'done') return { kind: 'recorded' };
  if (plan.kind !== 'execute') return concluded(conclude({ event, link, plan }));
  const step = await send(plan.operation);
  if (!isFinal(step)) return { kind: 'interrupted', step };
  if (step.kind === 'rejected' && plan.fallback !== null) {
    const fallbackStep = await send(plan.fallback);
    if (!isFinal(fallbackStep)) return { kind: 'interrupted', step: fallbackStep };
    return concluded(conclude({ event, link, plan, step, fallbackStep }));
  }
  return unexpectedAccount(plan, step)
    ? secondLook(decision, step, send)
    : concluded(conclude({ event, link, plan, step }));
}

/** An account was shut out that no link knew of: an earlier attempt made it, and its answer was lost. */
function unexpectedAccount(plan: Extract<Plan, { kind: 'execute' }>, step: FinalStep): step is Shut {
  return plan.operation.op === 'deactivate' && step.kind === 'done' && step.result.account !== null;
}
type Shut = Extract<FinalStep, { kind: 'done' }>;

/** Now that the account is known, brings its profile up to date as well. */
async function secondLook(
  decision: Decision,
  first: Shut,
  send: (operation: Operation) => Promise<NextStep>,
): Promise<Ending> {
  const { event, link } = decision;
  const plan = decide({ ...decision, account: first.result.account });
  if (plan.kind !== 'execute') throw new Error(`a known account led to "${plan.kind}"`);
  const step = await send(plan.operation);
  if (!isFinal(step)) return { kind: 'interrupted', step };
  if (step.kind !== 'done') return concluded(conclude({ event, link, plan, step, fallbackStep: first }));
  const { action, changed } = first.result;
  const told = action === 'none' ? step.result.action : action;
  const result = { ...step.result, action: told, changed: [...changed, ...step.result.changed] };
  return concluded(conclude({ event, link, plan, step: { kind: 'done', result } }));
}

const concluded = (conclusion: Conclusion): Ending => ({ kind: 'concluded', ...conclusion });

function isFinal(step: NextStep): step is FinalStep {
  return step.kind !== 'transient' && step.kind !== 'misconfigured';
}
