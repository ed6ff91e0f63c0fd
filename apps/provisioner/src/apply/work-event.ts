import type { EventEnvelope, Origin, UserEventData } from '@usher/events';
import type { UserEvent } from '@usher/provisioning';
import type { ClaimedWork } from '../work/work-row.js';

/** The event that a row stands for: as the core wants it, and whole, for the outcome. */
export interface WorkEvent {
  event: UserEvent;
  envelope: EventEnvelope<UserEventData>;
}

/** Null when the state isn't kept any more. */
export function eventOf(row: ClaimedWork): WorkEvent | null {
  if (row.data === null) return null;
  const state = JSON.parse(row.data) as UserEventData;
  const origin = row.origin === null ? state.origin : (JSON.parse(row.origin) as Origin);
  const envelope: EventEnvelope<UserEventData> = {
    id: row.eventId,
    type: row.type,
    source: '/usher/provisioner',
    time: row.time.toISOString(),
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
    data: { ...state, origin },
  };
  return { event: { id: row.eventId, type: row.type, user: state.user }, envelope };
}
