import type { Origin } from '@usher/events';

/** Who changes something, on behalf of which connection. */
export interface Cause {
  connection: string;
  origin: Origin;
  /** W3C `traceparent` of the request. */
  traceparent: string;
}
