import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Query } from './client.js';

/** Whom a row of a list is about. */
export interface PersonView {
  /** Null: the directory doesn't know the person any more. */
  connection: string | null;
  scimId: string;
  userName: string;
  displayName: string | null;
  email: string | null;
  /** Their account in the site; null: there is none, or none is known. */
  account: { id: number; login: string } | null;
}

/** What would be done in the site if somebody said yes now. */
export interface Consequence {
  action: string;
  detail: string;
  /** The account is deleted so many days after; null: it isn't. */
  deleteAfterDays: number | null;
  /** Who may inherit the content of a deleted account, the first that the site has. */
  heirs: { by: string; value: string }[];
}

const PAGE = 50;
const AGAIN = 10_000;

interface WaitingList<Row, Page> {
  /** What tells the list from others. */
  key: readonly string[];
  path: string;
  query?: Query;
  rows: (page: Page) => Row[];
}

/** The rows of a list of what waits, page after page; asked for anew by itself, since others decide too. */
export function useWaiting<Row, Page extends { next: string | number | null }>(list: WaitingList<Row, Page>) {
  const { key, path, query, rows } = list;
  return useInfiniteQuery({
    queryKey: ['waiting', ...key],
    initialPageParam: null as string | number | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page>(path, { query: { ...query, after: pageParam, limit: PAGE }, signal }),
    getNextPageParam: ({ next }) => next,
    select: ({ pages }) => pages.flatMap(rows),
    refetchInterval: AGAIN,
  });
}

/** A word that somebody waits for: what waits, and how people and sites stand, is then asked for again. */
export function useDecision<Given, Made>(act: (given: Given) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () =>
      Promise.all(
        [['waiting'], ['attention'], ['targets'], ['standings']].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
