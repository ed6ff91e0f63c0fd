import type { Json } from '@usher/events';
import type { LedgerEntry } from '../record/entry.js';

/** One step of the way from a request to what came of it. */
export interface TimelineStep {
  /** RFC 3339, UTC. */
  at: string;
  what: 'request' | 'event' | 'plan' | 'call' | 'outcome' | 'operation';
  title: string;
  /** In plain words; of a plan one line for each thing that decided. */
  detail: string;
  entryId: string;
  /** Name of the target it concerns. */
  target: string | null;
  /** How long it took; null where nothing tells. */
  milliseconds: number | null;
}

/** The order of steps of one and the same time. */
const ORDER: readonly TimelineStep['what'][] = ['request', 'event', 'plan', 'call', 'outcome', 'operation'];

/** An entry with the time of its recording, RFC 3339. */
export type RecordedEntry = LedgerEntry & { recordedAt: string };

/** What the entries of one trace tell, the oldest first. */
export function stepsOf(entries: readonly RecordedEntry[]): TimelineStep[] {
  const steps = entries.flatMap((entry) => {
    if (entry.kind === 'request') return requestSteps(entry);
    return entry.kind === 'outcome' ? outcomeSteps(entry) : [operationStep(entry)];
  });
  const rank = ({ at, what }: TimelineStep): [number, number] => [Date.parse(at), ORDER.indexOf(what)];
  return steps.sort((a, b) => {
    const [[timeA, orderA], [timeB, orderB]] = [rank(a), rank(b)];
    return timeA - timeB || orderA - orderB;
  });
}

function requestSteps(entry: RecordedEntry): TimelineStep[] {
  const { id: entryId, occurredAt: at, actor, sourceIp, action, revision, recordedAt, detail } = entry;
  const who = actor ?? 'Somebody';
  const from = sourceIp === null ? '' : ` from ${sourceIp}`;
  const what = action.startsWith('group.') ? action : `user.${action}`;
  const common = { at, entryId, target: null };
  return [
    { ...common, what: 'request', title: `${who} asked${from}`, detail, milliseconds: null },
    {
      ...common,
      what: 'event',
      title: `Event ${what}`,
      detail: [revision === null ? '' : `Revision ${revision}`, `recorded ${recordedAt}`].filter(Boolean).join(', '),
      milliseconds: between(at, recordedAt),
    },
  ];
}

function outcomeSteps(entry: RecordedEntry): TimelineStep[] {
  const { id: entryId, target, occurredAt, status, detail, execution } = entry;
  const site = target ?? 'the site';
  const { askedAt, plannedAt, calledAt, answeredAt, attempts, operation, requestMs, decision } = fieldsOf(execution);
  const common = { entryId, target };
  const steps: TimelineStep[] = [];
  if (isTime(plannedAt)) {
    const milliseconds = isTime(askedAt) ? between(askedAt, plannedAt) : null;
    const lines = Array.isArray(decision) ? decision.map(decisionLine) : [];
    steps.push({
      ...common,
      ...{ at: plannedAt, what: 'plan', title: `Planned for ${site}`, detail: lines.join('\n'), milliseconds },
    });
  }
  if (isTime(calledAt)) {
    const took = typeof requestMs === 'number' ? requestMs : isTime(answeredAt) ? between(calledAt, answeredAt) : null;
    const word = typeof operation === 'string' ? operation : 'Request';
    const times = typeof attempts === 'number' && attempts > 1 ? `, attempt ${attempts}` : '';
    const detail = isTime(answeredAt) ? `Answered ${answeredAt}${times}` : `Not answered${times}`;
    steps.push({
      ...common,
      ...{ at: calledAt, what: 'call', title: `${word} sent to ${site}`, detail, milliseconds: took },
    });
  }
  const milliseconds = isTime(askedAt) ? between(askedAt, isTime(answeredAt) ? answeredAt : occurredAt) : null;
  const at = isTime(answeredAt) ? later(answeredAt, occurredAt) : occurredAt;
  return [...steps, { ...common, ...{ at, what: 'outcome', title: `${site}: ${status}`, detail, milliseconds } }];
}

function operationStep({ id, occurredAt, actor, action, status, target, detail }: RecordedEntry): TimelineStep {
  const title = `${actor ?? 'Usher'}: ${action}${status === 'succeeded' ? '' : ` (${status})`}`;
  return { at: occurredAt, what: 'operation', title, detail, entryId: id, target, milliseconds: null };
}

/** `mapped: title <- title: Engineer` */
function decisionLine(step: Json): string {
  const { step: name, rule, detail } = fieldsOf(step);
  return [name, rule, detail].filter((text) => typeof text === 'string' && text !== '').join(': ');
}

function fieldsOf(value: Json): Record<string, Json> {
  return value === null || typeof value !== 'object' || Array.isArray(value) ? {} : value;
}

function isTime(value: Json | undefined): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

/** Clocks of two machines may differ: nothing takes less than no time. */
function between(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
}

function later(one: string, other: string): string {
  return Date.parse(one) > Date.parse(other) ? one : other;
}
