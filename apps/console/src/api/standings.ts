import { useQuery } from '@tanstack/react-query';
import type { Candidate } from './ambiguous.js';
import { api } from './client.js';

export type StandingState = 'current' | 'waiting' | 'failed' | 'held' | 'ambiguous' | 'scheduled' | 'none';

/** How one person stands in one site. Times are RFC 3339. */
export interface Standing {
  target: { id: string; name: string; siteUrl: string };
  /** The newest revision that is known; null: the directory doesn't know the person any more. */
  wantedRevision: number | null;
  /** The last revision that was brought to an end here; null: none was. */
  appliedRevision: number | null;
  account: { id: number; login: string } | null;
  state: StandingState;
  since: string | null;
  reason: string | null;
  /** Attempts that failed so far, while it waits. */
  attempts: number;
  held: { id: number; since: string } | null;
  deletion: { id: number; dueAt: string } | null;
  deadLetter: { id: number; code: string; reason: string; since: string } | null;
  candidates: Candidate[];
  drift: Difference[];
}

/** Between a site and the directory, by the last comparison. */
export interface Difference {
  id: number;
  group: string;
  path: string;
  wanted: unknown;
  found: unknown;
  state: 'open' | 'asked' | 'repairing';
  since: string;
}

export interface PersonInSites {
  scimId: string;
  connection: string | null;
  userName: string | null;
  targets: Standing[];
}

const PATH = '/api/provisioning/users';

export const fetchStanding = (scimId: string, signal?: AbortSignal): Promise<PersonInSites> =>
  api.get(`${PATH}/${encodeURIComponent(scimId)}`, { signal });

/** How one person stands in each site; often while something is on its way. */
export function useStanding(scimId: string) {
  return useQuery({
    queryKey: ['standings', scimId],
    queryFn: ({ signal }) => fetchStanding(scimId, signal),
    refetchInterval: ({ state }) => (state.data?.targets.some((one) => one.state === 'waiting') ? 2_000 : 10_000),
  });
}

/** The same of up to a hundred people, by their ids; who isn't known to any site is left out. */
export function useStandings(scimIds: readonly string[]) {
  return useQuery({
    queryKey: ['standings', 'of', scimIds],
    queryFn: ({ signal }) => api.get<{ users: PersonInSites[] }>(PATH, { query: { ids: scimIds.join(',') }, signal }),
    select: ({ users }) => new Map(users.map((user) => [user.scimId, user.targets])),
    enabled: scimIds.length > 0,
    refetchInterval: 15_000,
  });
}
