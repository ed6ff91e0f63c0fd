import type { ExecutionStep, OutcomeExecution } from '@usher/events';
import type { Operation, Plan, PlanStep } from '@usher/provisioning';
import type { SiteCall } from '../targets/site-call.js';

/** The contract of `usher.outcomes.v1`. */
const MOST_STEPS = 20;
const RULE_LENGTH = 80;
const DETAIL_LENGTH = 200;

/** Notes what is done about one row of work, for the outcome to tell. */
export class Execution {
  private readonly plannedAt = new Date();
  private readonly calls: SiteCall[] = [];
  private asked: Operation['op'] | null = null;

  /** @param earlierAttempts those that came to no end */
  constructor(private readonly earlierAttempts: number) {}

  /** The operation was handed over; the request with it may begin later, or never. */
  sending({ op }: Operation): void {
    this.asked = op;
  }

  /** A request with the operation has come to its end. */
  readonly called = (call: SiteCall): void => {
    this.calls.push(call);
  };

  /** @param plan null: there is none, since the work itself failed */
  told(plan: Plan | null): OutcomeExecution {
    const { calls } = this;
    const planned = plan?.kind === 'execute' ? plan.operation.op : null;
    const [first] = calls;
    const last = calls.at(-1);
    return {
      plannedAt: this.plannedAt.toISOString(),
      calledAt: first === undefined ? null : new Date(first.begunAt).toISOString(),
      answeredAt: last === undefined ? null : new Date(last.endedAt).toISOString(),
      requestMs: calls.length === 0 ? null : calls.reduce((sum, { begunAt, endedAt }) => sum + (endedAt - begunAt), 0),
      attempts: this.earlierAttempts + 1,
      operation: this.asked ?? planned,
      decision: decisionOf(plan?.steps ?? []),
    };
  }
}

/**
 * The steps in short: rule and words, without what was read and written. A field for which there is no value is left
 * out, and of more than fit the last, which says what was decided, stays.
 */
export function decisionOf(steps: readonly PlanStep[]): ExecutionStep[] {
  const telling = steps.filter(({ step, after }) => step !== 'mapped' || !isNothing(after));
  const kept = telling.length > MOST_STEPS ? [...telling.slice(0, MOST_STEPS - 1), ...telling.slice(-1)] : telling;
  return kept.map(({ step, rule, detail }) => ({
    step,
    rule: cut(rule, RULE_LENGTH),
    detail: cut(detail, DETAIL_LENGTH),
  }));
}

function isNothing(after: unknown): boolean {
  return after === null || (Array.isArray(after) && after.length === 0);
}

/** No half of a surrogate pair is left at the end. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
