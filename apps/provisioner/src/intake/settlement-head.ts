import {
  encodeEvent,
  type EventEnvelope,
  SETTLEMENT_EVENT_TYPE,
  type SettledTarget,
  type SettlementEventData,
  TOPICS,
  type UserEventData,
} from '@usher/events';
import { outcomeId } from '../apply/outcome-event.js';

/** The settlement event of an awaited event, but for what its targets will make of it. */
export interface SettlementHead {
  key: string;
  /** JSON text. */
  headers: string;
  /** The body's JSON text as far as `"targets":[`: the results, by commas, and `]}` make it whole. */
  head: string;
}

/** Stands where a target's id would, in the name from which the settlement's id follows. */
const ALL_TARGETS = '*';

/** Prepared when the event arrives, so that whichever statement records the last outcome can publish it with it. */
export function settlementHead(event: EventEnvelope<UserEventData>): SettlementHead {
  const { connection, user } = event.data;
  const { id, revision, userName } = user;
  const data: SettlementEventData = { connection, user: { id, revision, userName }, causeId: event.id, targets: [] };
  const message = encodeEvent(TOPICS.settlements, `${connection}:${id}`, {
    id: outcomeId(event.id, ALL_TARGETS),
    type: SETTLEMENT_EVENT_TYPE,
    source: '/usher/provisioner',
    subject: id,
    time: event.time,
    traceparent: event.traceparent,
    data,
  });
  return { key: message.key, headers: JSON.stringify(message.headers), head: message.value.slice(0, -']}'.length) };
}

/** One entry of the settlement's list. */
export function settledTarget(result: SettledTarget): string {
  return JSON.stringify(result);
}
