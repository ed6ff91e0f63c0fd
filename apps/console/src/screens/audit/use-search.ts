import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { type AuditFilter, type AuditSearch, filterOf, searchOf, withSearch } from '../../api/audit-filter.js';
import { type EntrySort, sortOf, withSort } from './sort.js';

export interface UsedSearch {
  search: AuditSearch;
  /** As the API takes it, the same as long as the search is. */
  filter: AuditFilter;
  sort: EntrySort;
  setSearch: (search: AuditSearch) => void;
  setSort: (sort: EntrySort) => void;
  /** The entry that is open. */
  open: string | undefined;
  setOpen: (id: string | undefined) => void;
  /** `?…` of the search alone, for links to other parts. */
  address: string;
}

/** What is looked for, as the address says. */
export function useSearch(): UsedSearch {
  const [parameters, setParameters] = useSearchParams();
  const address = withSearch(new URLSearchParams(), searchOf(parameters)).toString();
  const search = useMemo(() => searchOf(new URLSearchParams(address)), [address]);
  // A range that moves with the clock stands still until something else is looked for.
  const filter = useMemo(() => filterOf(searchOf(new URLSearchParams(address)), new Date()), [address]);
  const { by, order } = sortOf(parameters);
  const sort = useMemo(() => ({ by, order }), [by, order]);
  const setSearch = useCallback(
    (next: AuditSearch) => setParameters((before) => withSearch(before, next)),
    [setParameters],
  );
  const setSort = useCallback((next: EntrySort) => setParameters((before) => withSort(before, next)), [setParameters]);
  const setOpen = useCallback(
    (id: string | undefined) =>
      setParameters((before) => {
        const next = new URLSearchParams(before);
        if (id === undefined) next.delete('entry');
        else next.set('entry', id);
        return next;
      }),
    [setParameters],
  );
  return {
    ...{ search, filter, sort, setSearch, setSort, setOpen },
    open: parameters.get('entry') ?? undefined,
    address: address === '' ? '' : `?${address}`,
  };
}
