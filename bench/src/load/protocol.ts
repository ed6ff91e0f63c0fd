import type { OperationName } from './operations.js';

/** One piece of work for the generator process. */
export interface Job {
  /** Which server; the generator keeps the users it made on each. */
  server: string;
  baseUrl: string;
  token: string;
  operation: OperationName;
  inFlight: number;
  /** It stops at whichever comes first. */
  seconds: number;
  requests: number;
  /** Keep what is created as the users that the other operations work on. */
  keep: boolean;
}

export interface JobResult {
  requests: number;
  /** From the first request to the last answer. */
  seconds: number;
  /** One for each request, in milliseconds, in no particular order. */
  latencies: Float64Array;
  /** Answers that were wrong or didn't come. */
  wrong: number;
  /** The first few of them in words. */
  faults: string[];
}
