import { useInfiniteQuery } from '@tanstack/react-query';
import { fetchEntries } from './audit-entries.js';

const PAGE = 20;
const AGAIN = 10_000;

/** What the audit tells of one person, the newest first. */
export function usePersonHistory(resourceId: string) {
  return useInfiniteQuery({
    queryKey: ['audit', 'person', resourceId],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchEntries({ resourceId, limit: PAGE, cursor: pageParam }, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 2 ? false : AGAIN),
  });
}
