import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api, type Query } from './client.js';

/** Somebody as the identity provider wants them. Times are RFC 3339. */
export interface DirectoryUser {
  id: string;
  connection: string;
  userName: string;
  externalId: string | null;
  displayName: string | null;
  email: string | null;
  active: boolean;
  /** Since when; null: they are there. */
  deleted: string | null;
  revision: number;
  created: string;
  lastModified: string;
}

export interface DirectoryUserDetails extends DirectoryUser {
  attributes: Record<string, unknown>;
  groups: { id: string; displayName: string; type: 'direct' | 'indirect' }[];
}

export interface DirectoryGroup {
  id: string;
  connection: string;
  displayName: string;
  externalId: string | null;
  members: number;
  revision: number;
  created: string;
  lastModified: string;
}

export interface GroupMember {
  id: string;
  /** `pending`: the identity provider named somebody who isn't there yet. */
  type: 'user' | 'group' | 'pending';
  name: string | null;
}

export interface DirectoryGroupDetails extends Omit<DirectoryGroup, 'members'> {
  memberCount: number;
  members: GroupMember[];
  nextCursor: string | null;
}

export const USER_SORTS = ['userName', 'created', 'lastModified'] as const;
export type UserSort = (typeof USER_SORTS)[number];

export interface UsersSearch {
  q: string;
  connection: string | null;
  who: 'all' | 'active' | 'inactive' | 'deleted';
  sort: UserSort;
  order: 'asc' | 'desc';
}

const PATH = '/api/directory';
const PAGE = 50;
/** Milliseconds; a list that has grown long isn't asked for anew by itself. */
const AGAIN = 15_000;
const MOST_AGAIN = 4;

function usePages<Page extends { nextCursor: string | null }>(
  key: readonly unknown[],
  path: string,
  query: Query,
  ofOne = false,
) {
  return useInfiniteQuery({
    queryKey: ['directory', ...key],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(`${PATH}/${path}`, { query: { ...query, limit: PAGE, cursor: pageParam }, signal }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Of another search the rows stay until those of the new one are there; of another group they would be wrong.
    placeholderData: ofOne ? undefined : keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > MOST_AGAIN ? false : AGAIN),
  });
}

/** Everybody of whom the search is true, page after page. */
export function useUsers(search: UsersSearch) {
  const { q, connection, who, sort, order } = search;
  const active = who === 'active' ? true : who === 'inactive' ? false : null;
  const query = { q, connection, active, deleted: who === 'deleted' || null, sort, order };
  return usePages<{ users: DirectoryUser[]; nextCursor: string | null }>(['users', search], 'users', query);
}

export function useUser(id: string) {
  return useQuery({
    queryKey: ['directory', 'user', id],
    queryFn: ({ signal }) => api.get<DirectoryUserDetails>(`${PATH}/users/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: AGAIN,
  });
}

export function useGroups(search: { q: string; connection: string | null }) {
  return usePages<{ groups: DirectoryGroup[]; nextCursor: string | null }>(['groups', search], 'groups', search);
}

/** A group with its members, page after page. */
export const useGroup = (id: string) =>
  usePages<DirectoryGroupDetails>(['group', id], `groups/${encodeURIComponent(id)}`, {}, true);
