import { defaultBackoff, type OutboxSignal, RetryLaterError } from '@usher/event-log';
import { carryOut, type Decision, type Ending, hasOtherName, type NextStep, type Operation } from '@usher/provisioning';
import type { WordPressSite } from '@usher/wordpress';
import type { LinkStore } from '../links/link.store.js';
import { outcomesTotal } from '../metrics.js';
import type { Budget } from '../safety/budget.js';
import type { Target } from '../targets/target.js';
import type { Activity } from '../work/activity.js';
import type { ClaimedWork } from '../work/work-row.js';
import { type End, endOf, faultEnd, silentEnd } from './end.js';
import { Execution } from './execution.js';
import { isThere } from './is-there.js';
import { repairing, NothingToRepair } from './repairing.js';
import { succeeding } from './succeeding.js';
import { eventOf, type WorkEvent } from './work-event.js';

/** What a site has to be for the work on it. */
export type WorkTarget = Pick<Target, 'id' | 'name' | 'siteUrl' | 'policy' | 'gate' | 'send'> & {
  /** For a look at what a repair is to leave as it is. */
  readonly site?: Pick<WordPressSite, 'findByScimId'>;
};

/** What became of a row: it is recorded, or it goes back to the queue. */
export type Worked = { recorded: true } | { recorded: false; afterMs: number; reason: string };

/** Milliseconds before work whose site is closed comes to the gate again, to wait there. */
const AT_THE_GATE = 250;
/** Milliseconds before a delayed deletion looks again whether the user's newer state is applied. */
const BEHIND_NEWER = 15_000;
/** Attempts that an error gets which nobody foresaw, before it counts as the user's. */
const UNFORESEEN = 5;

/** Decide, execute, record: what is done with one row of the queue. */
export class ApplyService {
  constructor(
    private readonly links: LinkStore,
    private readonly budget: Pick<Budget, 'admit'>,
    private readonly signal: Pick<OutboxSignal, 'wake'>,
    private readonly activity: Pick<Activity, 'noted'> = { noted: () => undefined },
  ) {}

  /** Ends when what came of it is durable, or when it has to be tried again later; never throws. */
  async work(row: ClaimedWork, target: WorkTarget): Promise<Worked> {
    const execution = new Execution(row.attempts);
    let end: End;
    try {
      const event = eventOf(row);
      if (event === null) end = silentEnd(row, target);
      else if (row.outdated) return later(BEHIND_NEWER, 'A newer state of the user has to be applied first.');
      else {
        const ending = await this.carryOut(row, event, target, execution);
        if (ending.kind === 'interrupted') return interrupted(row, target, ending.step);
        end = endOf(row, event, target, ending, execution);
      }
    } catch (error) {
      const { message } = error as Error;
      if (error instanceof RetryLaterError) return later(defaultBackoff(row.attempts + 1), message);
      if (error instanceof NothingToRepair) end = silentEnd(row, target);
      else if (row.attempts < UNFORESEEN)
        return later(defaultBackoff(row.attempts + 1), `Unexpected error: ${message}`);
      else {
        const fault = { code: 'unexpected_error', detail: `Usher failed on this user: ${message}` };
        end = faultEnd(row, target, fault, execution);
      }
    }
    return this.record(row, target, end, execution);
  }

  private carryOut(row: ClaimedWork, { event }: WorkEvent, target: WorkTarget, execution: Execution): Promise<Ending> {
    const { policy } = target;
    const { user } = event;
    const multisite = target.gate.report().lastStatus?.wordpress.multisite;
    const decision: Decision = {
      ...{ event, link: row.link, policy },
      ...(multisite === undefined ? {} : { site: { multisite } }),
      ...(row.options.chosen === undefined ? {} : { chosen: row.options.chosen }),
      ...(row.kind === 'due' ? { due: true } : {}),
    };
    const urgent = row.priority === 0 || (row.kind === 'event' && (user.deleted || !user.active));
    const gone = (holder: string): Promise<boolean> =>
      this.links.isGone({ targetId: target.id, scimId: holder }, row.connection);
    const handOver = (operation: Operation) => {
      execution.sending(operation);
      return target.send(operation, urgent, execution.called);
    };
    const send = succeeding(handOver, gone);
    const find = () => target.site?.findByScimId(user.id) ?? Promise.resolve(null);
    const departure = { scimId: user.id, revision: user.revision, budget: policy.settings.budget };
    return carryOut(decision, {
      send: row.kind === 'repair' ? repairing(row.options.groups ?? [], send, find) : send,
      exists: () => isThere(find),
      hasOtherName: async (scimId) => hasOtherName(await this.links.load({ targetId: target.id, scimId })),
      admit: () => (row.kind === 'approved' ? Promise.resolve(true) : this.budget.admit(target.id, departure)),
    });
  }

  private async record(row: ClaimedWork, target: WorkTarget, end: End, execution: Execution): Promise<Worked> {
    try {
      await this.links.record(end.record);
    } catch (error) {
      const { message } = error as Error;
      // What was done in the site is done again then, and found done.
      if (error instanceof RetryLaterError) return later(defaultBackoff(1), message);
      if (end.fault) return later(defaultBackoff(row.attempts + 1), `The outcome can't be recorded: ${message}`);
      const fault = { code: 'unrecordable', detail: `The outcome can't be recorded: ${message}` };
      return this.record(row, target, faultEnd(row, target, fault, execution), execution);
    }
    const { outcome } = end.record;
    if (outcome !== null) {
      outcomesTotal.inc({ target: target.id, type: outcome.type, action: end.action });
      this.activity.noted(target.id, outcome.type);
    }
    this.signal.wake();
    return { recorded: true };
  }
}

function later(afterMs: number, reason: string): Worked {
  return { recorded: false, afterMs, reason };
}

function interrupted(
  row: ClaimedWork,
  target: WorkTarget,
  step: Extract<NextStep, { kind: 'transient' | 'misconfigured' }>,
): Worked {
  const afterMs = step.kind === 'transient' ? (step.afterMs ?? defaultBackoff(row.attempts + 1)) : AT_THE_GATE;
  return later(afterMs, `${target.name}: ${step.reason}`);
}
