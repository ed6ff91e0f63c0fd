import fc from 'fast-check';
import { OffsetTracker } from './offset-tracker.js';

describe('OffsetTracker', () => {
  it('lets nothing be committed before the first message is finished', () => {
    const tracker = new OffsetTracker();
    tracker.begin(5n);
    tracker.begin(6n);
    tracker.finish(6n);
    expect(tracker.committable).toBeUndefined();
    expect(tracker.open).toBe(2);
  });

  it('jumps over offsets that the partition doesn’t have', () => {
    const tracker = new OffsetTracker();
    for (const offset of [5n, 9n, 100n]) tracker.begin(offset);
    for (const offset of [5n, 9n]) tracker.finish(offset);
    expect(tracker.committable).toBe(9n);
  });

  it('refuses an offset that was begun before', () => {
    const tracker = new OffsetTracker();
    expect([tracker.begin(3n), tracker.begin(3n), tracker.begin(2n), tracker.begin(4n)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('always allows exactly the longest finished beginning, in whatever order messages finish', () => {
    const offsets = fc.uniqueArray(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 200 });
    const orders = offsets.chain((all) =>
      fc.tuple(
        fc.constant([...all].sort((a, b) => (a < b ? -1 : 1))),
        fc.shuffledSubarray(all, { minLength: all.length }),
      ),
    );
    fc.assert(
      fc.property(orders, ([begun, finishes]) => {
        const tracker = new OffsetTracker();
        for (const offset of begun) tracker.begin(offset);
        const finished = new Set<bigint>();
        for (const offset of finishes) {
          tracker.finish(offset);
          finished.add(offset);
          const firstOpen = begun.findIndex((each) => !finished.has(each));
          const length = firstOpen < 0 ? begun.length : firstOpen;
          expect(tracker.committable).toBe(begun[length - 1]);
          expect(tracker.open).toBe(begun.length - length);
        }
      }),
    );
  });

  it('forgets what is committed', () => {
    const tracker = new OffsetTracker();
    for (let offset = 0n; offset < 100_000n; offset += 1n) {
      tracker.begin(offset);
      tracker.finish(offset);
    }
    expect((tracker as unknown as { entries: unknown[] }).entries.length).toBeLessThan(5000);
  });
});
