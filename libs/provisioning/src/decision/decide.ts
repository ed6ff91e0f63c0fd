import { Subject } from '../subject.js';
import type { Link } from '../types.js';
import { operationWords } from '../words/outcomes.js';
import type { Case, Decision } from './case.js';
import { departure, reasonToLeave } from './departure.js';
import { explainReceived } from './explain.js';
import { lateAttempt } from './late-attempt.js';
import type { Plan } from './plan.js';
import { type BarePlan, presence } from './presence.js';
import { isInScope } from './scope.js';
import { standingOf } from './standing.js';
import { Trail } from './trail.js';

/**
 * What to do about an event: the one function behind execution, dry run, preview and replay. Pure.
 *
 * An operation that changes nothing is still sent: the site, not the link, is the last judge of revisions, and it
 * can judge only what it has been told. (Two consumers may hold revisions 4 and 5 of one user; if 5 were not sent
 * because it equals 3, a late 4 would win.)
 */
export function decide(decision: Decision): Plan {
  const { event, link, account } = decision;
  const standing = standingOf(link, account);
  const given: Case = { ...decision, standing, subject: new Subject(event.user), trail: new Trail() };
  explainReceived(given);
  const { rule, plan } = chosenPlan(given);
  given.trail.add('decided', rule, {
    inputs: { access: standing.access, wordpressId: standing.wordpressId },
    after: plan.kind === 'execute' ? plan.operation : { kind: plan.kind },
    detail: planWords(plan),
  });
  return { ...plan, steps: given.trail.steps } as Plan;
}

function planWords(plan: BarePlan): string {
  switch (plan.kind) {
    case 'execute':
      return operationWords(plan.operation);
    case 'stale':
      return `Dropped: revision ${plan.newer} was applied already.`;
    case 'done':
      return 'This state has come to its end in this site already.';
    default:
      return plan.detail;
  }
}

interface Choice {
  /** What decided. */
  rule: string;
  plan: BarePlan;
}

function chosenPlan(given: Case): Choice {
  const { event, link, account, policy } = given;
  const { user } = event;
  if (link !== null && isRecorded(given, link)) return { rule: 'recorded', plan: { kind: 'done' } };
  const newest = Math.max(link?.revision ?? 0, account?.revision ?? 0);
  if (user.revision < newest) {
    return { rule: 'revision', plan: lateAttempt(given, newest) ?? { kind: 'stale', newer: newest } };
  }
  const inScope = isInScope(given);
  const reason = reasonToLeave(given, inScope);
  if (reason === null) return { rule: 'active and in scope', plan: presence(given) };
  const mode = policy.settings.deprovisioning[reason].do;
  return { rule: `deprovisioning.${reason}: ${mode}`, plan: departure(given, reason) };
}

/** What an operator has decided is done even though the event has come to an end before. */
function isRecorded({ event, chosen, due }: Decision, link: Link): boolean {
  if (chosen !== undefined || due === true || link.status === 'held') return false;
  if (event.id === link.causeId) return true;
  return event.user.revision === link.revision && event.type !== 'user.resynced';
}
