import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';

export type AttentionKind =
  'approvals' | 'ambiguous' | 'deadLetters' | 'drift' | 'scheduled' | 'quarantined' | 'paused' | 'stopped';

/** How many of each kind there are, and since when (of `scheduled`: when the next one is due). */
export type Attention = Record<AttentionKind, number> & { oldest: Record<AttentionKind, string | null> };

/** What waits for a person. Deletions come on their day; a paused site is asked again, a stopped one was stopped. */
const WAITING = ['approvals', 'ambiguous', 'deadLetters', 'quarantined', 'drift'] as const;

export function useAttention() {
  const query = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => api.get<Attention>('/api/provisioning/attention', { signal }),
    refetchInterval: 30_000,
  });
  const total = WAITING.reduce((sum, kind) => sum + (query.data?.[kind] ?? 0), 0);
  return { ...query, total };
}
