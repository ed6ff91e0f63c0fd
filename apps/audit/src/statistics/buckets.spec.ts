import fc from 'fast-check';
import { bucketOf } from '../record/time-buckets.js';
import { bucketTimes, fillBuckets } from './buckets.js';
import { timesOf } from './percentile.js';

const at = (text: string) => new Date(text);

describe('buckets', () => {
  it('begin at the full hour or day of the first time, and end before the last', () => {
    const [from, to] = [at('2026-11-24T10:30:00Z'), at('2026-11-24T13:00:00Z')];
    const hours = ['2026-11-24T10:00:00Z', '2026-11-24T11:00:00Z', '2026-11-24T12:00:00Z'];
    expect(bucketTimes(from, to, 'hour')).toEqual(hours.map((time) => Date.parse(time)));
    expect(bucketTimes(from, to, 'day')).toEqual([Date.parse('2026-11-24T00:00:00Z')]);
  });

  it('are a thousand at most, and one at least', () => {
    const from = at('2026-01-01T00:00:00Z');
    const after = (hours: number) => new Date(from.getTime() + hours * 3_600_000);
    expect(bucketTimes(from, after(1000), 'hour')).toHaveLength(1000);
    expect(bucketTimes(from, after(1001), 'hour')).toBeUndefined();
    expect(bucketTimes(from, from, 'hour')).toBeUndefined();
    expect(bucketTimes(after(5), from, 'hour')).toBeUndefined();
  });

  it('are filled by kind and status, the empty ones with zeros', () => {
    const [first, second] = [at('2026-11-24T10:00:00Z'), at('2026-11-24T11:00:00Z')];
    const count = (kind: string, action: string, status: string, entries: number) => ({
      ...{ at: second, kind, action, status, entries },
    });
    const { buckets, totals } = fillBuckets(
      [first.getTime(), second.getTime()],
      [
        count('request', 'create', 'accepted', 5),
        count('request', 'update', 'accepted', 2),
        count('outcome', 'create', 'succeeded', 4),
        count('outcome', 'none', 'held', 1),
        count('operation', 'access.refuse', 'rejected', 3),
        count('operation', 'request.refuse', 'rejected', 1),
        count('operation', 'token.create', 'succeeded', 6),
      ],
      [{ at: second, bucket: bucketOf(250), outcomes: 4 }],
    );
    const none = { requests: 0, succeeded: 0, rejected: 0, skipped: 0, held: 0, stale: 0, refused: 0, operations: 0 };
    expect(buckets[0]).toEqual({
      at: '2026-11-24T10:00:00.000Z',
      ...none,
      timeToSite: { p50: null, p95: null, max: null, count: 0 },
    });
    const filled = { ...none, requests: 7, succeeded: 4, held: 1, refused: 4, operations: 6 };
    expect(buckets[1]).toMatchObject(filled);
    expect(totals).toMatchObject({ ...filled, timeToSite: { count: 4 } });
  });
});

describe('a percentile of the histogram', () => {
  it('is the true one or at most a fifth more', () => {
    const durations = fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(durations, (given) => {
        const histogram = new Map<number, number>();
        for (const ms of given) histogram.set(bucketOf(ms), (histogram.get(bucketOf(ms)) ?? 0) + 1);
        const sorted = given.toSorted((a, b) => a - b);
        const { p50, p95, max, count } = timesOf(histogram);
        expect(count).toBe(given.length);
        for (const [found, share] of [
          [p50, 0.5],
          [p95, 0.95],
          [max, 1],
        ] as const) {
          const exact = sorted[Math.ceil(sorted.length * share) - 1]!;
          // Ends of buckets are rounded to whole milliseconds.
          expect(found).toBeGreaterThanOrEqual(exact - 0.5);
          expect(found).toBeLessThanOrEqual(exact * 1.2 + 0.5);
        }
      }),
    );
  });
});
