import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { targetPath } from '../../../api/targets.js';
import { useDraft } from '../draft/draft-context.js';
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

interface DirectoryUsers {
  users: { id: string; userName: string }[];
}

async function peopleOf(connection: string, query: { q?: string; limit: number }, signal: AbortSignal) {
  const all = { ...query, deleted: false, connection: connection === '*' ? null : connection };
  const { users } = await api.get<DirectoryUsers>('/api/directory/users', { query: all, signal });
  return users.map(({ id, userName }): Person => ({ scimId: id, userName }));
}

/** A few of the directory, to begin with. */
export function useSomePeople(connection: string) {
  return useQuery({
    queryKey: ['some-people', connection],
    queryFn: ({ signal }) => peopleOf(connection, { limit: 50 }, signal),
    staleTime: 5 * 60_000,
  });
}

/** Those of the directory whose name has the text; none where Usher can't search. */
export function usePeopleSearch(connection: string, text: string) {
  const [q] = useDebouncedValue(text.trim(), PAUSE);
  return useQuery({
    queryKey: ['people-search', connection, q],
    queryFn: ({ signal }) => peopleOf(connection, { q, limit: 20 }, signal),
    enabled: q !== '',
    placeholderData: keepPreviousData,
    retry: false,
  });
}
