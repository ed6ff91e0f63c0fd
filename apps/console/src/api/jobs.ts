import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from './client.js';
import { targetKey, targetPath, useTargetAct } from './targets.js';

/** Long work on a whole site. */
export interface Job {
  id: string;
  targetId: string;
  kind: 'resync' | 'reconcile' | 'repair' | 'import' | 'replay';
  state: 'running' | 'done' | 'failed' | 'cancelled';
  total: number | null;
  done: number;
  counts: Record<string, number>;
  actor: string;
  /** Why it failed, or what it waits for. */
  error: string | null;
  startedAt: string;
  updatedAt: string;
  finishedAt: string | null;
}

/** The latest of a site, the newest first; asked for often while one runs. */
export function useJobs(targetId: string, limit = 5) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: ['jobs', targetId, limit],
    queryFn: ({ signal }) => api.get<{ jobs: Job[] }>('/api/provisioning/jobs', { query: { targetId, limit }, signal }),
    select: ({ jobs }) => jobs,
    refetchInterval: ({ state }) => (state.data?.jobs.some((job) => job.state === 'running') ? 1_000 : 15_000),
  });
  const running = query.data?.some(({ state }) => state === 'running') ?? false;
  useEffect(() => {
    // What it found is there when it ends.
    if (!running) void client.invalidateQueries({ queryKey: [...targetKey(targetId), 'drift'] });
  }, [client, running, targetId]);
  return query;
}

export const useResyncTarget = (id: string) => useTargetAct(() => api.post<Job>(`${targetPath(id)}/resync`));

export const useCancelJob = () =>
  useTargetAct((id: string) => api.post<Job>(`/api/provisioning/jobs/${encodeURIComponent(id)}/cancel`));
