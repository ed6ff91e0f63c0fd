import { bucketEnd } from '../record/time-buckets.js';

export interface Times {
  /** Milliseconds; null without any. */
  p50: number | null;
  p95: number | null;
  max: number | null;
  count: number;
}

/** Of a histogram by the buckets of time-buckets.ts: each figure is the end of its bucket, at most a fifth too long. */
export function timesOf(histogram: ReadonlyMap<number, number>): Times {
  const buckets = [...histogram].sort(([a], [b]) => a - b);
  const count = buckets.reduce((sum, [, outcomes]) => sum + outcomes, 0);
  const at = (share: number): number | null => {
    let left = Math.ceil(count * share);
    for (const [bucket, outcomes] of buckets) {
      left -= outcomes;
      if (left <= 0) return bucketEnd(bucket);
    }
    return null;
  };
  return { p50: at(0.5), p95: at(0.95), max: at(1), count };
}
