import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client.js';
import type { TargetSettings } from './target-settings.js';

/** What a site says of itself. */
export interface SiteStatus {
  plugin: { version: string; protocol: number };
  wordpress: { version: string; multisite: boolean; locale: string; siteUrl: string };
  php: { version: string };
  roles: string[];
  /** Those of `roles` that give rights over the site. */
  privilegedRoles: string[];
  defaultRole: string;
  locales: string[];
  registeredMeta: { key: string; description: string }[];
  /** What an administrator of the site has allowed in the plugin. */
  privileges: string[];
  accounts: { total: number; linked: number; inactive: number };
  caller: { login: string };
}

/** Times are RFC 3339. */
export interface Target {
  id: string;
  name: string;
  siteUrl: string;
  /** Whose users it gets; `*`: those of every connection. */
  connection: string;
  managedBy: 'environment' | 'operator';
  version: number;
  /** By an operator. */
  paused: boolean;
  createdAt: string;
  updatedAt: string;
  state: 'ready' | 'paused' | 'quarantined' | 'stopped';
  /** Why it is not ready; null when it is. */
  reason: string | null;
  since: string;
  lastStatus: SiteStatus | null;
  checkedAt: string | null;
  /** Until when the site wants to be left alone. */
  pausedUntil: string | null;
}

export interface WorkCounts {
  /** `failed` ones included. */
  waiting: number;
  failed: number;
  held: number;
  scheduled: number;
  oldest: string | null;
}

export interface TargetSummary extends Target {
  work: WorkCounts;
  lastOutcomeAt: string | null;
  lastSuccessAt: string | null;
}

export interface TargetDetails extends TargetSummary {
  username: string | null;
  settings: TargetSettings;
  notes: string[];
}

export interface Finding {
  severity: 'error' | 'warning' | 'note';
  code: string;
  text: string;
  remedy: string | null;
}

export interface CheckAnswer {
  ok: boolean;
  status: SiteStatus | null;
  findings: Finding[];
}

export interface SiteAccess {
  siteUrl: string;
  username: string;
  applicationPassword: string;
}

export interface NewTarget extends SiteAccess {
  name: string;
  connection: string;
  paused: boolean;
}

export interface TargetEdit extends Partial<SiteAccess> {
  version: number;
  name?: string;
  connection?: string;
}

export interface Removed {
  accounts: number;
  message: string;
}

const PATH = '/api/targets';
export const targetPath = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;
/** Every query about one site. */
export const targetKey = (id: string): string[] => ['targets', id];

export function useTargets() {
  return useQuery({
    queryKey: ['targets'],
    queryFn: ({ signal }) => api.get<{ targets: TargetSummary[] }>(PATH, { signal }),
    select: ({ targets }) => targets,
    refetchInterval: 10_000,
  });
}

export function useTarget(id: string) {
  return useQuery({
    queryKey: targetKey(id),
    queryFn: ({ signal }) => api.get<TargetDetails>(targetPath(id), { signal }),
    refetchInterval: 10_000,
  });
}

/** Something is done to sites, which are then asked for again. */
export function useTargetAct<Given, Made>(act: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () =>
      Promise.all([['targets'], ['attention'], ['jobs']].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

/** Looks at a site that isn't connected; keeps nothing. */
export const checkSite = (site: SiteAccess): Promise<CheckAnswer> => api.post(`${PATH}/check`, site);

export const useCreateTarget = () =>
  useTargetAct((site: NewTarget) => api.post<TargetDetails & { queued: number }>(PATH, site));

export const useUpdateTarget = (id: string) =>
  useTargetAct((edit: TargetEdit) => api.patch<TargetDetails & { queued: number }>(targetPath(id), edit));

/** What is known of the site itself isn't asked for again: it is gone. */
export function useRemoveTarget(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.delete<Removed>(targetPath(id)),
    onSuccess: () => client.invalidateQueries({ queryKey: ['targets'], exact: true }),
  });
}

export const useSetPaused = (id: string) =>
  useTargetAct((paused: boolean) => api.post<TargetDetails>(`${targetPath(id)}/${paused ? 'pause' : 'resume'}`));

export const useCheckTarget = (id: string) =>
  useTargetAct(() => api.post<Target & CheckAnswer>(`${targetPath(id)}/check`));
