import { useQuery } from '@tanstack/react-query';
import { api, type Query } from './client.js';

export const STATUSES = ['accepted', 'succeeded', 'skipped', 'rejected', 'stale', 'held'] as const;
export type EntryStatus = (typeof STATUSES)[number];

export const KINDS = ['request', 'outcome', 'operation'] as const;
export type EntryKind = (typeof KINDS)[number];

/** One act as the audit keeps it; times are RFC 3339. */
export interface AuditEntry {
  id: string;
  occurredAt: string;
  /** Id of the connection; null for an act that concerns none. */
  connection: string | null;
  kind: EntryKind;
  action: string;
  status: EntryStatus;
  userName: string | null;
  email: string | null;
  /** Of the WordPress account. */
  login: string | null;
  /** SCIM id of the user or group. */
  resourceId: string | null;
  externalId: string | null;
  sourceIp: string | null;
  actor: string | null;
  target: string | null;
  targetId: string | null;
  detail: string;
  code: string | null;
  traceId: string | null;
  changes: { path: string; before?: unknown; after?: unknown }[];
  execution: unknown;
  revision: number | null;
  causeId: string | null;
  /** In the order of recording, over all chains. */
  position: number;
  chain: string;
  /** Number in its chain, from 1. */
  seq: number;
  /** Id of the entry that tells of the erasure of a person who was in this one. */
  erasedBy: string | null;
}

export interface Total {
  count: number;
  /** False: there are at least so many. */
  exact: boolean;
}

export interface EntriesPage {
  entries: AuditEntry[];
  nextCursor: string | null;
  total?: Total;
}

export type StepKind = 'request' | 'event' | 'plan' | 'call' | 'outcome' | 'operation';

export interface TimelineStep {
  at: string;
  what: StepKind;
  title: string;
  /** Of a plan one line for each thing that decided. */
  detail: string;
  entryId: string;
  target: string | null;
  milliseconds: number | null;
}

export interface Timeline {
  traceId: string;
  entries: AuditEntry[];
  steps: TimelineStep[];
}

const PATH = '/api/audit';

export const fetchEntries = (query: Query, signal?: AbortSignal): Promise<EntriesPage> =>
  api.get<EntriesPage>(`${PATH}/entries`, { query, signal });

export function useAuditEntry(id: string | undefined) {
  return useQuery({
    queryKey: ['audit', 'entry', id],
    queryFn: ({ signal }) => api.get<AuditEntry>(`${PATH}/entries/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== undefined,
  });
}

/** A request and all that came of it; outcomes may still be on their way. */
export function useTimeline(traceId: string | null) {
  return useQuery({
    queryKey: ['audit', 'timeline', traceId],
    queryFn: ({ signal }) => api.get<Timeline>(`${PATH}/timeline/${encodeURIComponent(traceId ?? '')}`, { signal }),
    enabled: traceId !== null,
  });
}

/** The words that were recorded as actions. */
export function useAuditActions() {
  return useQuery({
    queryKey: ['audit', 'actions'],
    queryFn: ({ signal }) => api.get<{ actions: { action: string; kind: EntryKind }[] }>(`${PATH}/actions`, { signal }),
    select: ({ actions }) => [...new Set(actions.map(({ action }) => action))].sort(),
    staleTime: 60_000,
  });
}
