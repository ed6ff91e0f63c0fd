import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';

/** How many of each kind wait for a person. */
export interface AttentionCounts {
  approvals: number;
  ambiguous: number;
  deadLetters: number;
  quarantined: number;
  drift: number;
  scheduled: number;
}

/** What waits for a decision; scheduled deletions come by themselves and aren't counted. */
const DECISIONS = ['approvals', 'ambiguous', 'deadLetters', 'quarantined', 'drift'] as const;

export function useAttention() {
  const query = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => api.get<AttentionCounts>('/api/provisioning/attention', { signal }),
    refetchInterval: 30_000,
  });
  const total = DECISIONS.reduce((sum, kind) => sum + (query.data?.[kind] ?? 0), 0);
  return { ...query, total };
}
