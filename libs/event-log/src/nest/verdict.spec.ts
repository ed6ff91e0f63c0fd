import { MalformedEventError } from '@usher/events';
import { DeadLetterError, RetryLaterError } from './errors.js';
import { verdictOn } from './verdict.js';

describe('the verdict on what a handler throws', () => {
  it('tries again for ever what asks for it, after the time it asks for', () => {
    const error = new RetryLaterError('the site is down', 1234);
    expect(verdictOn(error, 1, 0)).toEqual({ then: 'retry', afterMs: 1234 });
    expect(verdictOn(error, 100_000, 0)).toEqual({ then: 'retry', afterMs: 1234 });
  });

  it('backs off up to a minute where no time is asked for', () => {
    expect(verdictOn(new RetryLaterError('down'), 1, 0)).toMatchObject({ then: 'retry' });
    const late = verdictOn(new RetryLaterError('down'), 1000, 0);
    expect(late.then === 'retry' && late.afterMs).toBeGreaterThanOrEqual(45_000);
  });

  it('gives up at once what can’t ever work', () => {
    expect(verdictOn(new DeadLetterError('login_taken', 'The login is taken.'), 1, 0)).toEqual({
      then: 'dead-letter',
      code: 'login_taken',
      reason: 'The login is taken.',
    });
    expect(verdictOn(new MalformedEventError('header ce_id is missing'), 1, 0)).toEqual({
      then: 'dead-letter',
      code: 'malformed',
      reason: 'header ce_id is missing',
    });
  });

  it('tries five times more what it doesn’t know, then gives up with its words', () => {
    const error = new TypeError('x is undefined');
    // However often it was tried before for want of a database.
    for (const faults of [0, 1, 2, 3, 4]) expect(verdictOn(error, faults + 30, faults).then).toBe('retry');
    expect(verdictOn(error, 6, 5)).toEqual({ then: 'dead-letter', code: 'unexpected_error', reason: 'x is undefined' });
    expect(verdictOn('a string', 6, 5)).toMatchObject({ reason: 'a string' });
  });
});
