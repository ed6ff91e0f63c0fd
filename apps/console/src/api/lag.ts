import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';
import { type Period, periodFrom, PERIODS } from './statistics.js';

/** An hour or a day in which changes waited for a site. */
export interface LagBucket {
  /** RFC 3339, its beginning. */
  at: string;
  /** How long the change had waited that waited longest, in milliseconds. */
  longestMs: number;
}

/** How far the sites lagged behind up to now. */
export function useLag(period: Period) {
  return useQuery({
    queryKey: ['lag', period],
    queryFn: ({ signal }) => {
      const query = { from: periodFrom(period), bucket: PERIODS[period].bucket };
      return api.get<{ buckets: LagBucket[] }>('/api/provisioning/lag', { query, signal });
    },
    refetchInterval: 30_000,
  });
}
