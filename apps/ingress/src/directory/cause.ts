import type { Origin } from '@usher/events';

/** Who changes something, on behalf of which connection. */
export interface Cause {
  connection: string;
  origin: Origin;
  /** W3C `traceparent` of the request. */
  traceparent: string;
  /** Passwords are passed on, as hashes; else they are dropped. */
  passwords?: boolean;
  /** Given when the answer waits for the sites: gets the changes of users whose events were committed. */
  awaiting?: AwaitedChange[];
}

/** A change that the sites are asked to tell the end of. */
export interface AwaitedChange {
  kind: 'create' | 'update' | 'delete';
  userId: string;
  /** `ce_id`. */
  eventId: string;
}
