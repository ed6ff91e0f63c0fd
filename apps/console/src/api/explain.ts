import { useQuery } from '@tanstack/react-query';
import { api } from './client.js';
import { targetPath } from './targets.js';
import { useDecision } from './waiting.js';

export interface ExplainedStep {
  step: 'received' | 'scoped' | 'matched' | 'mapped' | 'decided' | 'executed';
  rule: string;
  inputs: Record<string, unknown>;
  before?: unknown;
  after?: unknown;
  detail: string;
}

/** What would be done about one person in a site, and how it came to that. */
export interface Explanation {
  user: { scimId: string; userName: string; connection: string; revision: number; active: boolean; deleted: boolean };
  steps: ExplainedStep[];
  plan: {
    kind: 'execute' | 'skip' | 'reject' | 'stale' | 'done';
    code: string | null;
    detail: string;
    notes: string[];
    departure: boolean;
    deleteAfterDays: number | null;
  };
  operation: { op: 'upsert' | 'deactivate' | 'remove_roles' | 'delete' } | null;
  account: { id: number; login: string } | null;
  candidates: { id: number; login: string }[];
  changes: { group: string; path: string; wanted: unknown; found: unknown }[];
  site: { reached: boolean; reason: string | null };
}

export interface Provisioned {
  explanation: Explanation;
  /** Null: it isn't at its end. */
  result: {
    result: 'succeeded' | 'skipped' | 'rejected' | 'stale' | 'held';
    action: string;
    code: string | null;
    detail: string;
  } | null;
  detail: string;
}

/** As things are right now: never from what was known before. */
export function useExplanation(target: string, scimId: string) {
  return useQuery({
    queryKey: ['explanation', target, scimId],
    queryFn: ({ signal }) => api.post<Explanation>(`${targetPath(target)}/explain`, { scimId }, { signal }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}

/** Waits up to half a minute for what comes of it. */
export const useProvision = (target: string) =>
  useDecision((scimId: string) => api.post<Provisioned>(`${targetPath(target)}/provision`, { scimId }));
