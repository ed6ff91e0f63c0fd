import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { isEmptySearch } from '../../api/audit-filter.js';
import { useNow } from '../../components/relative-time.js';
import { tellFailure } from '../../components/tell.js';
import { AuditPage } from './audit-page.js';
import { EntryDrawer } from './entry-drawer.js';
import { LogBar } from './log-bar.js';
import { LogTable } from './log-table.js';
import { SearchPanel } from './search-panel.js';
import { useEntries } from './use-entries.js';
import { useLive } from './use-live.js';
import { useSearch } from './use-search.js';

/** Pixels from the top within which new rows push nothing away that is read. */
const AT_TOP = 40;

/** `/audit`: what is looked for, and the open entry, are in the address. */
export function LogScreen() {
  const used = useSearch();
  const { filter, sort, search, open, setOpen } = used;
  const list = useEntries(filter, sort);
  const [isLive, setLive] = useState(true);
  const scrolled = useRef<HTMLDivElement>(null);
  const { isByTime, isFurther } = list;
  const mayAdd = useCallback(
    () => isByTime && !isFurther && (scrolled.current?.scrollTop ?? 0) < AT_TOP,
    [isByTime, isFurther],
  );
  const { place } = list;
  useEffect(() => {
    // Newer browsers answer with a promise, which isn't what ends an effect.
    scrolled.current?.scrollTo({ top: 0 });
  }, [place]);
  const now = useNow();
  const isPast = filter.to !== undefined && Date.parse(filter.to) < now.getTime();
  const live = useLive({ on: isLive && !isPast, filter, list, mayAdd });
  const { error } = list.query;
  const wrong = error instanceof ApiError && error.status === 400 ? error : undefined;

  async function showWaiting(): Promise<void> {
    try {
      await live.show();
      scrolled.current?.scrollTo({ top: 0 });
    } catch (error) {
      tellFailure(error);
    }
  }

  return (
    <AuditPage part="entries" address={used.address}>
      <SearchPanel used={used} wrong={wrong} />
      <LogBar
        {...{ isLive, setLive, isPast, live }}
        total={list.total}
        isLoading={list.query.isPending || list.query.isPlaceholderData}
        used={used}
      />
      <LogTable
        {...{ list, sort, scrolled, open }}
        isSearch={!isEmptySearch(search)}
        onSort={used.setSort}
        onClear={() => used.setSearch({})}
        onOpen={setOpen}
        waiting={live.waiting}
        moreWaiting={live.moreWaiting}
        onShowWaiting={() => void showWaiting()}
      />
      <EntryDrawer id={open} onClose={() => setOpen(undefined)} onOpen={setOpen} />
    </AuditPage>
  );
}
