import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from './client.js';
import type { Job } from './jobs.js';
import { targetKey, targetPath, useTargetAct } from './targets.js';

export interface DriftFinding {
  id: number;
  scimId: string | null;
  userName: string | null;
  wordpressId: number | null;
  login: string | null;
  group: string;
  path: string;
  wanted: unknown;
  found: unknown;
  state: string;
  note: string | null;
  firstSeen: string;
  lastSeen: string;
}

interface DriftPage {
  findings: DriftFinding[];
  next: number | null;
  counts: { group: string; state: string; count: number }[];
}

const PAGE = 50;

/** What isn't closed, of the last comparison. */
export function useDrift(id: string) {
  return useInfiniteQuery({
    queryKey: [...targetKey(id), 'drift'],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<DriftPage>(`${targetPath(id)}/drift`, { query: { after: pageParam, limit: PAGE }, signal }),
    getNextPageParam: ({ next }) => next,
    refetchInterval: 15_000,
  });
}

export type ReconcileMode = 'policy' | 'report' | 'repair';

export const useReconcile = (id: string) =>
  useTargetAct((mode: ReconcileMode) => api.post<Job>(`${targetPath(id)}/reconcile`, { mode }));

/** Those given, or all. */
export const useRepair = (id: string) =>
  useTargetAct((ids: number[] | 'all') =>
    api.post<Job>(`${targetPath(id)}/drift/repair`, ids === 'all' ? { all: true } : { ids }),
  );

export const useDismiss = (id: string) =>
  useTargetAct((ids: number[]) => api.post<{ dismissed: number }>(`${targetPath(id)}/drift/dismiss`, { ids }));
