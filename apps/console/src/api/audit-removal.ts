import { useMutation, useQuery } from '@tanstack/react-query';
import { type AuditFilter, bodyOf } from './audit-filter.js';
import { api } from './client.js';

export interface ClearPreview {
  entries: number;
  /** Times of the first and the last of them. */
  from: string | null;
  to: string | null;
  /** To be sent with the request; its words are typed by a person. */
  confirmation: string;
  /** RFC 3339, ten minutes later. */
  expiresAt: string;
}

export interface Removed {
  entries: number;
  /** The entries that tell of it, one in each chain. */
  tombstones: { chain: string; entries: number; id: string | null }[];
}

/** A line of the answer while entries are taken out. */
export type ClearLine = { cleared: number } | { result: Removed } | { error: string };

export interface PersonNamed {
  connection: string;
  /** One of the two. */
  resourceId?: string;
  userName?: string;
}

export interface ErasurePreview {
  resourceId: string | null;
  /** All that the entries call the person. */
  names: string[];
  /** The person's own entries. */
  entries: number;
  /** Others that may name the person. */
  mentions: number;
  confirmation: string;
  expiresAt: string;
}

export const CLEAR_PATH = '/api/audit/clear';
const ERASURES = '/api/audit/erasures';

/** What a person types: `clear 1234 entries` of `clear 1234 entries 2s-mf3x1-9f86d0`. */
export const wordsOf = (confirmation: string): string => confirmation.slice(0, confirmation.lastIndexOf(' '));

export function useClearPreview(filter: AuditFilter, enabled: boolean) {
  const body = bodyOf(filter);
  return useQuery({
    queryKey: ['audit', 'clear', body],
    queryFn: ({ signal }) => api.post<ClearPreview>(`${CLEAR_PATH}/preview`, { filter: body }, { signal }),
    enabled,
    // A confirmation is good for what was shown: not to be changed while somebody types it.
    ...{ staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false },
  });
}

export const useErasurePreview = () =>
  useMutation({ mutationFn: (person: PersonNamed) => api.post<ErasurePreview>(`${ERASURES}/preview`, person) });

export const useErase = () =>
  useMutation({
    mutationFn: (request: PersonNamed & { confirmation: string; reason: string }) =>
      api.post<Removed>(ERASURES, request),
  });
