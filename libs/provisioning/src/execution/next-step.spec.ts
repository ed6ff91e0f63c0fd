import { nextStep } from './next-step.js';
import type { OperationResult } from '../types.js';

const step = (result: OperationResult) => nextStep({ result });

describe('what happens next', () => {
  it('retries, for the whole site, when the call gave nothing', () => {
    const fault = { kind: 'transient', code: 'http_503', message: 'Maintenance', retryAfterMs: 5000 } as const;
    expect(nextStep({ fault })).toEqual({
      ...{ kind: 'transient', scope: 'site', reason: 'Maintenance (http_503)', afterMs: 5000 },
    });
  });

  it('quarantines a site that an operator has to put right', () => {
    const fault = { kind: 'misconfigured', code: 'unauthorized', message: 'Wrong password' } as const;
    expect(nextStep({ fault })).toEqual({ kind: 'misconfigured', reason: 'Wrong password (unauthorized)' });
  });

  it('retries one user when the site failed on that one', () => {
    expect(step({ status: 'failed', code: 'locked', message: 'Busy' })).toMatchObject({
      kind: 'transient',
      scope: 'user',
    });
  });

  it('dead-letters a refused user, drops a stale state, and is done with the rest', () => {
    expect(step({ status: 'rejected', code: 'login_taken', message: '' }).kind).toBe('rejected');
    expect(step({ status: 'stale', revision: 3, account: null }).kind).toBe('stale');
    expect(step({ status: 'applied', action: 'create', account: null, changed: [] }).kind).toBe('done');
    expect(step({ status: 'unchanged', action: 'none', account: null, changed: [] }).kind).toBe('done');
  });
});
