import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { ndjson } from '../../../api/ndjson.js';
import { targetPath } from '../../../api/targets.js';
import { useDraft } from '../draft/draft-context.js';
import type { ProspectLine, ProspectsSummary } from '../draft/prospects-tally.js';
import type { Explanation } from './preview.js';

const PAUSE = 400;

/** How the draft would treat one person, asked again whenever the typing pauses and the draft is right. */
export function usePreview(scimId: string | undefined) {
  const { target, settings, check } = useDraft();
  const [settled] = useDebouncedValue(settings, PAUSE);
  const query = useQuery({
    queryKey: ['preview', target.id, target.version, scimId, settled],
    queryFn: ({ signal }) =>
      api.post<Explanation>(`${targetPath(target.id)}/explain`, { scimId, settings: settled }, { signal }),
    enabled: scimId !== undefined && check.current && check.faults.length === 0,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    retry: false,
  });
  const old = query.isPlaceholderData || settled !== settings || check.faults.length > 0;
  return { ...query, old };
}

export interface Person {
  scimId: string;
  userName: string;
}

const SOME = 50;

/** A few of those whom the site gets, to begin with. */
export function useSomePeople(target: string) {
  return useQuery({
    queryKey: ['some-people', target],
    queryFn: async ({ signal }) => {
      const people: Person[] = [];
      const options = { method: 'POST', body: {}, signal } as const;
      const path = `${targetPath(target)}/explain-all`;
      for await (const line of ndjson<ProspectLine | ProspectsSummary>(path, options)) {
        if ('summary' in line) break;
        people.push({ scimId: line.scimId, userName: line.userName });
        if (people.length >= SOME) break;
      }
      return people;
    },
    staleTime: 5 * 60_000,
  });
}

interface DirectoryUsers {
  users: { id: string; userName: string }[];
}

/** Those of the directory whose name has the text; none where Usher can't search. */
export function usePeopleSearch(connection: string, text: string) {
  const [q] = useDebouncedValue(text.trim(), PAUSE);
  return useQuery({
    queryKey: ['people-search', connection, q],
    queryFn: async ({ signal }) => {
      const query = { q, limit: 20, deleted: false, connection: connection === '*' ? null : connection };
      const { users } = await api.get<DirectoryUsers>('/api/directory/users', { query, signal });
      return users.map(({ id, userName }): Person => ({ scimId: id, userName }));
    },
    enabled: q !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
}
