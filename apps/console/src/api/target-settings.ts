import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Change } from '../components/changes-table.js';
import { ApiError } from './api-error.js';
import { api, send } from './client.js';
import { targetKey, targetPath, useTargetAct } from './targets.js';

export type Source = { path: string } | { constant: string } | { expression: string };

export interface MappingRule {
  /** A WordPress field, `role`, or `meta.<key>`. */
  to: string;
  /** The first that gives a value. */
  from: Source | Source[];
  when?: 'always' | 'create';
  required?: boolean;
  column?: string | null;
}

export type MatchingRule = { by: 'login' } | { by: 'email' } | { by: 'meta'; key: string; from: Source };

export type DepartureMode = 'deactivate' | 'remove_roles' | 'delete_after' | 'delete' | 'nothing';
export interface Departure {
  do: DepartureMode;
  /** With `delete_after`. */
  days?: number;
}

export type SwitchName = 'create' | 'update' | 'deactivate' | 'reactivate' | 'delete' | 'groups' | 'password';
export type DriftGroup = 'profile' | 'email' | 'meta' | 'roles' | 'access' | 'missing' | 'orphaned';
export type DriftChoice = 'report' | 'repair' | 'ask';

/** What the owner of a site decides: one document, saved and versioned as a whole. */
export interface TargetSettings {
  switches: Record<SwitchName, boolean>;
  /** SCIM filter; null: everybody. */
  scope: string | null;
  mapping: MappingRule[];
  login: { transform: boolean };
  matching: MatchingRule[];
  administrators: { adopt: boolean; change: boolean; promote: boolean };
  deprovisioning: { inactive: Departure; deleted: Departure; outOfScope: Departure };
  content: { assignTo: Source | null; fallback: string | null };
  roles: { default: string | null; rules: { group: string; roles: string[] }[]; precedence: 'first' | 'all' };
  groupImport: boolean;
  budget: { count: number | null; share: number | null; windowMinutes: number };
  drift: { everyHours: number | null; on: Record<DriftGroup, DriftChoice> };
}

/** What is wrong with the settings, and where. */
export interface SettingsFault {
  /** `mapping[2].from.expression`; '' for the whole. */
  path: string;
  message: string;
  /** 0-based, in the text at the path. */
  position?: number;
}

export interface SettingsAnswer {
  version: number;
  settings: TargetSettings;
  changes: Change[];
  columns: { key: string; label: string }[];
  /** Users that are brought to the site once more. */
  queued: number;
  notes: string[];
}

export interface TargetVersion {
  version: number;
  changes: Change[];
  actor: string;
  at: string;
}

export interface SourcePath {
  path: string;
  standard: boolean;
  /** Users of the sample who have a value there. */
  seen: number;
  example: string | null;
}

export interface DirectoryGroup {
  connection: string;
  id: string;
  displayName: string;
  members: number;
}

/** The faults that an answer names; undefined when the answer isn't about the settings. */
export function faultsOf(error: unknown): SettingsFault[] | undefined {
  if (!(error instanceof ApiError) || error.status !== 400) return undefined;
  const { errors } = (error.body ?? {}) as { errors?: SettingsFault[] };
  return Array.isArray(errors) ? errors : undefined;
}

/** Only says whether they could be saved, and what would change. */
export async function tryOut(id: string, settings: TargetSettings, signal?: AbortSignal): Promise<SettingsAnswer> {
  const path = `${targetPath(id)}/settings`;
  const response = await send(path, { method: 'PUT', body: { settings }, query: { dryRun: true }, signal });
  return (await response.json()) as SettingsAnswer;
}

export const useSaveSettings = (id: string) =>
  useTargetAct(({ settings, version }: { settings: TargetSettings; version: number }) =>
    api.put<SettingsAnswer>(`${targetPath(id)}/settings`, { settings, version }),
  );

const PAGE = 30;

export function useVersions(id: string) {
  return useInfiniteQuery({
    queryKey: [...targetKey(id), 'versions'],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<{ versions: TargetVersion[]; next: number | null }>(`${targetPath(id)}/versions`, {
        query: { before: pageParam, limit: PAGE },
        signal,
      }),
    getNextPageParam: ({ next }) => next,
  });
}

export const fetchVersion = (id: string, version: number): Promise<TargetVersion & { settings: TargetSettings }> =>
  api.get(`${targetPath(id)}/versions/${version}`);

/** The attributes that the users of a connection have; none where Usher can't say. */
export function useSources(connection: string) {
  return useQuery({
    queryKey: ['sources', connection],
    queryFn: ({ signal }) =>
      api.get<{ sources: SourcePath[]; sampled: number }>('/api/targets/sources', { query: { connection }, signal }),
    select: ({ sources }) => sources,
    staleTime: 5 * 60_000,
    retry: false,
  });
}

/** The groups of a connection's users. */
export function useDirectoryGroups(connection: string) {
  return useQuery({
    queryKey: ['directory-groups', connection],
    queryFn: ({ signal }) =>
      api.get<{ groups: DirectoryGroup[] }>('/api/provisioning/groups', {
        query: { connection: connection === '*' ? null : connection },
        signal,
      }),
    select: ({ groups }) => groups,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}
