import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';
import { expiresSoon, useConnections } from './connections.js';

export type AttentionKind =
  'approvals' | 'ambiguous' | 'deadLetters' | 'drift' | 'scheduled' | 'quarantined' | 'paused' | 'stopped';

/** How many of each kind there are, and since when (of `scheduled`: when the next one is due). */
export type Attention = Record<AttentionKind, number> & { oldest: Record<AttentionKind, string | null> };

/** What waits for a person, beside tokens that end soon. Deletions come on their day; a paused site is asked again, a stopped one was stopped. */
const WAITING = ['approvals', 'ambiguous', 'deadLetters', 'quarantined', 'drift'] as const;

export function useAttention() {
  const query = useQuery({
    queryKey: ['attention'],
    queryFn: ({ signal }) => api.get<Attention>('/api/provisioning/attention', { signal }),
    refetchInterval: 10_000,
  });
  const { data: connections, dataUpdatedAt: now } = useConnections();
  const expiring = connections?.filter(({ nextExpiry }) => expiresSoon(nextExpiry, now)).length ?? 0;
  const total = WAITING.reduce((sum, kind) => sum + (query.data?.[kind] ?? 0), expiring);
  return { ...query, expiring, total };
}
