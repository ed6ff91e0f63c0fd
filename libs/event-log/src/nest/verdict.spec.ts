import { MalformedEventError } from '@usher/events';
import { DeadLetterError, RetryLaterError } from './errors.js';
import { verdictOn } from './verdict.js';

describe('the verdict on what a handler throws', () => {
  it('tries again for ever what asks for it, after the time it asks for', () => {
    const error = new RetryLaterError('the site is down', 1234);
    expect(verdictOn(error, 1)).toEqual({ then: 'retry', afterMs: 1234 });
    expect(verdictOn(error, 100_000)).toEqual({ then: 'retry', afterMs: 1234 });
  });

  it('backs off up to a minute where no time is asked for', () => {
    expect(verdictOn(new RetryLaterError('down'), 1)).toMatchObject({ then: 'retry' });
    const late = verdictOn(new RetryLaterError('down'), 1000);
    expect(late.then === 'retry' && late.afterMs).toBeGreaterThanOrEqual(45_000);
  });

  it('gives up at once what can’t ever work', () => {
    expect(verdictOn(new DeadLetterError('login_taken', 'The login is taken.'), 1)).toEqual({
      then: 'dead-letter',
      code: 'login_taken',
      reason: 'The login is taken.',
    });
    expect(verdictOn(new MalformedEventError('header ce_id is missing'), 1)).toEqual({
      then: 'dead-letter',
      code: 'malformed',
      reason: 'header ce_id is missing',
    });
  });

  it('tries five times more what it doesn’t know, then gives up with its words', () => {
    const error = new TypeError('x is undefined');
    for (const attempt of [1, 2, 3, 4, 5]) expect(verdictOn(error, attempt).then).toBe('retry');
    expect(verdictOn(error, 6)).toEqual({ then: 'dead-letter', code: 'unexpected_error', reason: 'x is undefined' });
    expect(verdictOn('a string', 6)).toMatchObject({ reason: 'a string' });
  });
});
