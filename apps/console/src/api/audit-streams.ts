import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';

export const STREAM_FORMATS = ['ndjson', 'ocsf', 'cef'] as const;
export type StreamFormat = (typeof STREAM_FORMATS)[number];

/** Where entries are sent as they are recorded; times are RFC 3339. */
export interface AuditStream {
  id: string;
  name: string;
  url: string;
  format: StreamFormat;
  filter: Record<string, string | string[]>;
  headerNames: string[];
  paused: boolean;
  position: number;
  /** Entries recorded since the last that arrived. */
  behind: number;
  failures: number;
  lastError: string | null;
  lastSuccessAt: string | null;
  nextTryAt: string | null;
  madeAt: string;
}

export interface NewAuditStream {
  name: string;
  url: string;
  format: StreamFormat;
  filter: Record<string, string>;
  headers: Record<string, string>;
  after: 'now' | 'beginning';
}

/** What the receiver answered. */
export type Delivered = { ok: true; status: number } | { ok: false; status: number | null; reason: string };

const PATH = '/api/audit/streams';
const at = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;

export function useAuditStreams() {
  return useQuery({
    queryKey: ['audit', 'streams'],
    queryFn: ({ signal }) => api.get<{ streams: AuditStream[] }>(PATH, { signal }),
    select: ({ streams }) => streams,
    refetchInterval: 5_000,
  });
}

function useAct<Given, Made>(act: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => client.invalidateQueries({ queryKey: ['audit', 'streams'] }),
  });
}

/** The secret is told this once. */
export const useAddStream = () =>
  useAct((stream: NewAuditStream) => api.post<AuditStream & { secret: string }>(PATH, stream));

export const useChangeStream = () =>
  useAct(({ id, ...changes }: { id: string } & Partial<Omit<NewAuditStream, 'after'>>) =>
    api.patch<AuditStream>(at(id), changes),
  );

export const usePauseStream = () =>
  useAct(({ id, paused }: { id: string; paused: boolean }) => api.patch<AuditStream>(at(id), { paused }));

export const useRemoveStream = () => useAct((id: string) => api.delete(at(id)));

export const useTestStream = () => useAct((id: string) => api.post<Delivered>(`${at(id)}/test`));
