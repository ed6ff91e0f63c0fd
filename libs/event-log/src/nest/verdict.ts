import { MalformedEventError } from '@usher/events';
import { defaultBackoff } from '../backoff.js';
import { DeadLetterError, RetryLaterError } from './errors.js';

/** Attempts after the first that an unexpected error gets, before its message becomes a dead letter. */
const RETRIES = 5;

export type Verdict = { then: 'retry'; afterMs: number } | { then: 'dead-letter'; code: string; reason: string };

/**
 * The one place that turns a handler's error into what happens to the message. Pure but for the jitter.
 *
 * @param faults unexpected errors of the message before this one: the attempts between that asked for time don't count
 */
export function verdictOn(error: unknown, attempt: number, faults: number): Verdict {
  if (error instanceof RetryLaterError) return { then: 'retry', afterMs: error.afterMs ?? defaultBackoff(attempt) };
  if (error instanceof DeadLetterError) return { then: 'dead-letter', code: error.code, reason: error.reason };
  if (error instanceof MalformedEventError) return { then: 'dead-letter', code: 'malformed', reason: error.message };
  if (faults < RETRIES) return { then: 'retry', afterMs: defaultBackoff(faults + 1) };
  return { then: 'dead-letter', code: 'unexpected_error', reason: messageOf(error) };
}

export function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null)?.message;
  return typeof message === 'string' && message !== '' ? message : String(error);
}
