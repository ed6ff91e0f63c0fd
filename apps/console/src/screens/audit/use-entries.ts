import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { type AuditEntry, fetchEntries, type Total } from '../../api/audit-entries.js';
import { type AuditFilter, queryOf } from '../../api/audit-filter.js';
import { inOrderOfTime } from './arrivals.js';
import { type EntrySort, isNewestFirst } from './sort.js';

const PAGE = 100;
/** Rows of one list: a browser stays quick with them, and nobody reads further. */
const MOST_ROWS = 5_000;

interface Place {
  /** What it is a place in. */
  of: string;
  /** Cursor that the list begins after; null: at its beginning. */
  after: string | null;
  arrived: readonly AuditEntry[];
}

/** The entries of a search, page by page; at most so many at a time, after which another list goes on. */
export function useEntries(filter: AuditFilter, sort: EntrySort) {
  const of = JSON.stringify([filter, sort]);
  const [kept, setPlace] = useState<Place>({ of, after: null, arrived: [] });
  const { after, arrived } = kept.of === of ? kept : { after: null, arrived: [] };
  const client = useQueryClient();
  const key = useMemo(() => ['audit', 'entries', of, after], [of, after]);
  const page = useCallback(
    (cursor: string | null, first: boolean, signal?: AbortSignal) =>
      fetchEntries(
        { ...queryOf(filter), sort: sort.by, order: sort.order, limit: PAGE, cursor, count: first || null },
        signal,
      ),
    [filter, sort],
  );
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => page(pageParam, pageParam === after, signal),
    initialPageParam: after,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
    // What comes is told by the stream; all pages once more would be a burden.
    ...{ staleTime: Infinity, gcTime: 0, refetchOnWindowFocus: false },
  });

  const { data } = query;
  const fetched = useMemo(() => data?.pages.flatMap(({ entries }) => entries), [data]);
  const rows = useMemo(
    () => (fetched === undefined || arrived.length === 0 ? fetched : inOrderOfTime(arrived, fetched)),
    [fetched, arrived],
  );
  const nextCursor = data?.pages.at(-1)?.nextCursor ?? null;
  const isFull = (fetched?.length ?? 0) >= MOST_ROWS && nextCursor !== null;

  /** The first page once more, without those behind it. */
  const refresh = useCallback(async () => {
    const first = await page(null, true);
    client.setQueryData(['audit', 'entries', of, null], { pages: [first], pageParams: [null] });
    setPlace({ of, after: null, arrived: [] });
  }, [client, of, page]);

  const goOn = useCallback(() => setPlace({ of, after: nextCursor, arrived: [] }), [of, nextCursor]);
  const add = useCallback(
    (entries: readonly AuditEntry[]) =>
      setPlace((before) => {
        const place = before.of === of ? before : { of, after: null, arrived: [] };
        return { ...place, arrived: inOrderOfTime(entries, place.arrived) };
      }),
    [of],
  );
  const firstPage = useCallback(async () => (await page(null, false)).entries, [page]);

  return {
    ...{ query, rows, isFull, refresh, goOn, add, firstPage, of },
    isFurther: after !== null,
    /** Another one when another list is shown. */
    place: `${of} ${after ?? ''}`,
    isByTime: isNewestFirst(sort),
    total: totalOf(data?.pages[0]?.total, arrived.length),
    arrived: arrived.length,
  };
}

function totalOf(total: Total | undefined, more: number): Total | undefined {
  return total && { ...total, count: total.count + more };
}
