import { randomUUID } from 'node:crypto';
import type { OutcomeAction, UserEventData } from '@usher/events';
import type { Ending, Link, Outcome } from '@usher/provisioning';
import { settledTarget } from '../intake/settlement-head.js';
import type { EndRecord } from '../links/end-record.js';
import type { ClaimedWork } from '../work/work-row.js';
import type { Execution } from './execution.js';
import { outcomeMessage, type OutcomeTarget, type Told } from './outcome-event.js';
import { eventOf, type WorkEvent } from './work-event.js';

/** What is to be recorded. */
export interface End {
  record: EndRecord;
  action: OutcomeAction;
  /** It is the record of a failure to record, or to work: there is no simpler one. */
  fault: boolean;
}

type Concluded = Extract<Ending, { kind: 'concluded' | 'recorded' }>;

/** What the end of the work on a row leaves behind. Pure, but for the time and a fresh id. */
export function endOf(
  row: ClaimedWork,
  event: WorkEvent,
  target: OutcomeTarget,
  ending: Concluded,
  execution: Execution,
): End {
  if (ending.kind === 'recorded') return silentEnd(row, target);
  const { outcome, link, deleteAfterDays, candidates, predecessor, plan } = ending;
  const { user } = event.envelope.data;
  const told = toldOf(row, event, execution.told(plan));
  return {
    action: outcome.action,
    fault: false,
    record: {
      ...blank(row),
      ...{ userName: user.userName, revision: user.revision, link, candidates, predecessor },
      outcome: { type: outcome.type, message: outcomeMessage(event.envelope, target, outcome, told, new Date()) },
      deadLetter: deadLetterOf(outcome),
      holdAs: outcome.type === 'held' ? randomUUID() : null,
      deletion: deletionAfter(row, user, outcome, deleteAfterDays),
      settled: row.awaited ? settled(target, outcome) : null,
    },
  };
}

/** There is nothing to tell; who waits hears that all is as wanted. */
export function silentEnd(row: ClaimedWork, target: OutcomeTarget): End {
  const outcome = { type: 'succeeded', action: 'none', code: null, detail: 'The site was as wanted already.' } as const;
  return {
    action: 'none',
    fault: false,
    record: { ...blank(row), settled: row.awaited ? settled(target, outcome) : null },
  };
}

/** It could not be worked on, or its outcome not be recorded: said with as little of its data as possible. */
export function faultEnd(
  row: ClaimedWork,
  target: OutcomeTarget,
  fault: { code: string; detail: string },
  execution: Execution,
): End {
  const { code, detail } = fault;
  const event = eventOf(row);
  const outcome: Outcome = { type: 'rejected', action: 'none', code, detail, account: null, changes: [] };
  const settlement = row.awaited ? settled(target, outcome) : null;
  const end: End = { action: 'none', fault: true, record: { ...blank(row), settled: settlement } };
  if (event === null) return end;
  const told = toldOf(row, event, execution.told(null));
  const message = outcomeMessage(event.envelope, target, outcome, told, new Date());
  return {
    ...end,
    record: {
      ...end.record,
      link: rejectedLink(row),
      outcome: { type: 'rejected', message },
      deadLetter: deadLetterOf(outcome),
    },
  };
}

/** A deletion was scheduled long before its day. */
function toldOf({ kind }: ClaimedWork, { envelope }: WorkEvent, execution: Told['execution']): Told {
  return { askedAt: kind === 'due' ? null : envelope.time, execution };
}

function blank(row: ClaimedWork): EndRecord {
  return {
    ...{ targetId: row.targetId, connection: row.connection, scimId: row.scimId, userName: row.userName },
    ...{ revision: row.revision, work: { id: row.id, eventId: row.eventId, jobId: row.jobId } },
    ...{ link: null, candidates: null, predecessor: null, outcome: null, deadLetter: null, holdAs: null },
    ...{ deletion: 'as it is', settled: null },
  };
}

/** So that the event counts as dealt with, and the dead letter as open. */
function rejectedLink(row: ClaimedWork): Link | null {
  if (row.link !== null && row.link.revision > row.revision) return null;
  const before = row.link ?? { wordpressId: null, login: null, fields: null, stateHash: null };
  return { ...before, revision: row.revision, causeId: row.eventId, status: 'rejected' };
}

function deadLetterOf({ type, code, detail }: Outcome): EndRecord['deadLetter'] {
  return type === 'rejected' && code !== null ? { code, reason: detail } : null;
}

/**
 * A user who is away stays on the way to deletion; one who is back, or gone for good, has none ahead. What doesn't
 * tell how the user is now leaves it alone.
 */
function deletionAfter(
  row: ClaimedWork,
  user: UserEventData['user'],
  outcome: Outcome,
  afterDays: number | null,
): EndRecord['deletion'] {
  if (row.kind === 'due' || outcome.type === 'stale' || outcome.type === 'held') return 'as it is';
  if (afterDays !== null) return { afterDays };
  return outcome.type === 'rejected' && (user.deleted || !user.active) ? 'as it is' : 'none';
}

function settled(
  { id, name }: OutcomeTarget,
  { type, action, code, detail }: Pick<Outcome, 'type' | 'action' | 'code' | 'detail'>,
): string {
  return settledTarget({ target: { id, name }, result: type, action, code, detail });
}
