import type { Attention } from '../../api/attention.js';
import { kindAt, KINDS, placeOf, waitingOf } from './kinds.js';

const NONE = {
  approvals: 0,
  ambiguous: 0,
  deadLetters: 0,
  drift: 0,
  scheduled: 0,
  quarantined: 0,
  paused: 0,
  stopped: 0,
};
const counts = (some: Partial<typeof NONE>): Attention => ({ ...NONE, ...some, oldest: {} as Attention['oldest'] });

describe('what waits', () => {
  it('has an address for each kind', () => {
    expect(KINDS.map((kind) => kindAt(placeOf(kind).split('/').at(-1) ?? ''))).toEqual([...KINDS]);
    expect(kindAt('nonsense')).toBeUndefined();
  });

  it('tells sites that need somebody from those that are asked again or were stopped by hand', () => {
    const { sites } = waitingOf(counts({ quarantined: 1, paused: 2, stopped: 4 }), { expiring: 0, unused: 0 });
    expect(sites).toEqual({ count: 7, waiting: 1 });
  });

  it('does not count deletions on their day, nor tokens that nobody has used', () => {
    const { scheduled, tokens } = waitingOf(counts({ scheduled: 3 }), { expiring: 1, unused: 2 });
    expect(scheduled).toEqual({ count: 3, waiting: 0 });
    expect(tokens).toEqual({ count: 3, waiting: 1 });
  });
});
