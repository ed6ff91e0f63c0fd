import type { OutcomeAction } from './outcome-event.js';

/** Type of every event of `usher.settlements.v1`. */
export const SETTLEMENT_EVENT_TYPE = 'user.settled';

/** What one target made of an event that the identity provider waits for. */
export interface SettledTarget {
  target: { id: string; name: string };
  result: 'succeeded' | 'skipped' | 'rejected' | 'stale' | 'held';
  action: OutcomeAction;
  /** Machine-readable reason, e.g. `login_taken`; null when succeeded. */
  code: string | null;
  /** In words an administrator understands. */
  detail: string;
}

/** Body of the events of `usher.settlements.v1`: every target of the connection has come to an end with one event. */
export interface SettlementEventData {
  connection: string;
  user: { id: string; revision: number; userName: string };
  /** `ce_id` of the user event. */
  causeId: string;
  /** Empty when no target is fed by the connection. */
  targets: SettledTarget[];
}
