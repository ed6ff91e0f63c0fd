import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';

/** A site, and whether it serves. */
export interface TargetSummary {
  id: string;
  name: string;
  siteUrl: string;
  /** Whose users it gets; `*`: those of every connection. */
  connection: string;
  managedBy: 'environment' | 'operator';
  version: number;
  /** By an operator. */
  paused: boolean;
  state: 'ready' | 'paused' | 'quarantined' | 'stopped';
  /** Why it does not serve. */
  reason: string | null;
  since: string;
  checkedAt: string | null;
}

export function useTargets() {
  return useQuery({
    queryKey: ['targets'],
    queryFn: ({ signal }) => api.get<{ targets: TargetSummary[] }>('/api/targets', { signal }),
    select: ({ targets }) => targets,
    refetchInterval: 15_000,
  });
}
