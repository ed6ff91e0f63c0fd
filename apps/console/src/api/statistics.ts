import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from './client.js';

/** Milliseconds from the request of an identity provider to the site's answer. */
export interface TimeToSite {
  p50: number | null;
  p95: number | null;
  max: number | null;
  count: number;
}

export interface Counts {
  requests: number;
  succeeded: number;
  rejected: number;
  skipped: number;
  held: number;
  stale: number;
  refused: number;
  operations: number;
  timeToSite: TimeToSite | null;
}

/** One hour or day. */
export interface Bucket extends Counts {
  /** RFC 3339, its beginning. */
  at: string;
}

export interface Statistics {
  /** That these are of: another one than is chosen while that is on its way. */
  period: Period;
  buckets: Bucket[];
  totals: Counts;
}

/** How far back, in what steps. */
export const PERIODS = {
  day: { hours: 24, bucket: 'hour' },
  week: { hours: 7 * 24, bucket: 'day' },
  month: { hours: 30 * 24, bucket: 'day' },
} as const;

export type Period = keyof typeof PERIODS;

/** When a period that ends now began. RFC 3339. */
export const periodFrom = (period: Period): string =>
  new Date(Date.now() - PERIODS[period].hours * 3_600_000).toISOString();

/** What the audit counted up to now. */
export function useStatistics(period: Period) {
  return useQuery({
    queryKey: ['statistics', period],
    queryFn: async ({ signal }): Promise<Statistics> => {
      const query = { from: periodFrom(period), bucket: PERIODS[period].bucket };
      return { ...(await api.get<Omit<Statistics, 'period'>>('/api/audit/statistics', { query, signal })), period };
    },
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}
