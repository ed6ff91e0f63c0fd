import { type Times, timesOf } from './percentile.js';

export const MOST_BUCKETS = 1000;

export interface Counts {
  /** Changes that were asked for. */
  requests: number;
  /** What the sites made of them. */
  succeeded: number;
  rejected: number;
  skipped: number;
  held: number;
  stale: number;
  /** Accesses and requests that were refused. */
  refused: number;
  /** Operators' acts. */
  operations: number;
  /** From the request to the site's answer, in milliseconds. */
  timeToSite: Times;
}

export interface Bucket extends Counts {
  /** When it begins: RFC 3339, UTC. */
  at: string;
}

/** Entries of one bucket, as the statistics have them. */
export interface CountRow {
  at: Date;
  kind: string;
  action: string;
  status: string;
  entries: number;
}

export interface TimeRow {
  at: Date;
  bucket: number;
  outcomes: number;
}

const LENGTH_MS = { hour: 3_600_000, day: 86_400_000 };

/** When the buckets begin; undefined when there would be more than {@link MOST_BUCKETS}, or none. */
export function bucketTimes(from: Date, to: Date, bucket: 'hour' | 'day'): number[] | undefined {
  const length = LENGTH_MS[bucket];
  const first = Math.floor(from.getTime() / length) * length;
  const count = Math.ceil((to.getTime() - first) / length);
  if (count < 1 || count > MOST_BUCKETS) return undefined;
  return Array.from({ length: count }, (_, index) => first + index * length);
}

/** A bucket for each time, empty ones too, and all together. */
export function fillBuckets(times: readonly number[], counts: readonly CountRow[], durations: readonly TimeRow[]) {
  const buckets = new Map(times.map((time) => [time, tally()]));
  const all = tally();
  for (const { at, kind, action, status, entries } of counts) {
    const name = nameOf(kind, action, status);
    for (const bucket of [buckets.get(at.getTime()), all])
      if (bucket !== undefined && name !== undefined) bucket[name] += entries;
  }
  for (const { at, bucket: number, outcomes } of durations)
    for (const bucket of [buckets.get(at.getTime()), all])
      bucket?.histogram.set(number, (bucket.histogram.get(number) ?? 0) + outcomes);
  return {
    buckets: [...buckets].map(([time, bucket]): Bucket => ({ at: new Date(time).toISOString(), ...countsOf(bucket) })),
    totals: countsOf(all),
  };
}

type Name = Exclude<keyof Counts, 'timeToSite'>;
type Tally = Record<Name, number> & { histogram: Map<number, number> };

function tally(): Tally {
  const outcomes = { succeeded: 0, rejected: 0, skipped: 0, held: 0, stale: 0 };
  return { requests: 0, ...outcomes, refused: 0, operations: 0, histogram: new Map() };
}

function countsOf({ histogram, ...counts }: Tally): Counts {
  return { ...counts, timeToSite: timesOf(histogram) };
}

function nameOf(kind: string, action: string, status: string): Name | undefined {
  if (kind === 'request') return 'requests';
  if (kind === 'operation') return action.endsWith('.refuse') ? 'refused' : 'operations';
  const outcomes = ['succeeded', 'rejected', 'skipped', 'held', 'stale'] as const;
  return outcomes.find((name) => name === status);
}
