import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
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

/** Milliseconds between two looks at all pages; one is asked for as often however many there are. */
const AGAIN = 15_000;

/** The same of many, by pages of up to a hundred ids; who isn't known to any site is left out. */
export function useStandings(pages: readonly (readonly string[])[]) {
  return useQueries({
    queries: pages
      .filter((ids) => ids.length > 0)
      .map((ids) => ({
        queryKey: ['standings', 'of', ids],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          api.get<{ users: PersonInSites[] }>(PATH, { query: { ids: ids.join(',') }, signal }),
        refetchInterval: AGAIN * pages.length,
        placeholderData: keepPreviousData,
      })),
    combine: combined,
  });
}

function combined(results: readonly { data?: { users: PersonInSites[] } | undefined }[]): Map<string, Standing[]> {
  const users = results.flatMap(({ data }) => data?.users ?? []);
  return new Map(users.map(({ scimId, targets }) => [scimId, targets]));
}
