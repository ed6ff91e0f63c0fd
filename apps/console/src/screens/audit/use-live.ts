import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AuditEntry } from '../../api/audit-entries.js';
import { type AuditFilter, queryOf } from '../../api/audit-filter.js';
import { withQuery } from '../../api/client.js';
import { useEventStream } from '../../api/use-event-stream.js';
import { newerThan, withoutKnown } from './arrivals.js';
import type { useEntries } from './use-entries.js';

/** Milliseconds in which what arrives is put together: the table is drawn that often at most. */
const TOGETHER = 250;
/** More of them aren't put into the list one by one: it is read once more from its beginning. */
const MOST_WAITING = 200;
const MOST_ADDED = 500;

interface Waiting {
  of: string;
  entries: readonly AuditEntry[];
  more: boolean;
}

interface LiveOptions {
  on: boolean;
  filter: AuditFilter;
  list: ReturnType<typeof useEntries>;
  /** New ones may be put in above what is read. */
  mayAdd: () => boolean;
}

/** New entries of a search as they are recorded: put into the list, or kept waiting while somebody reads further down. */
export function useLive({ on, filter, list, mayAdd }: LiveOptions) {
  const path = useMemo(() => withQuery('/api/audit/live', queryOf(filter)), [filter]);
  const { of, rows, add, refresh, firstPage, arrived } = list;
  const [kept, setWaiting] = useState<Waiting>({ of, entries: [], more: false });
  const waiting = useMemo(() => (kept.of === of ? kept : { of, entries: [], more: false }), [kept, of]);
  const buffer = useRef<AuditEntry[]>([]);
  const timer = useRef<number>(undefined);
  /** New ones that were put in without being asked for. */
  const [added, setAdded] = useState(0);

  const shown = useRef(rows);
  useEffect(() => {
    shown.current = rows;
  });
  const flush = useCallback(() => {
    timer.current = undefined;
    const entries = withoutKnown(buffer.current.splice(0), shown.current ?? []);
    if (entries.length === 0) return;
    if (mayAdd()) {
      setAdded((before) => before + entries.length);
      if (arrived + entries.length > MOST_ADDED) void refresh().catch(() => add(entries));
      else add(entries);
      return;
    }
    setWaiting((before) => {
      const others = before.of === of ? before : { entries: [], more: false };
      const all = [...withoutKnown(entries, others.entries), ...others.entries];
      return { of, entries: all.slice(0, MOST_WAITING), more: others.more || all.length > MOST_WAITING };
    });
  }, [mayAdd, arrived, refresh, add, of]);

  const latest = useRef(flush);
  useEffect(() => {
    latest.current = flush;
  });
  const take = useCallback((entries: readonly AuditEntry[]) => {
    buffer.current.push(...entries);
    timer.current ??= window.setTimeout(() => latest.current(), TOGETHER);
  }, []);
  useEffect(() => {
    buffer.current = [];
    return () => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [path]);

  const stream = useEventStream(on ? path : null, ({ event, data }) => {
    if (event === 'entry') take([JSON.parse(data) as AuditEntry]);
  });

  // What was recorded between the page and the stream, or while the stream was away or switched off.
  const isOpen = on && stream.state === 'open';
  const isLoaded = rows !== undefined;
  useEffect(() => {
    if (!isOpen || !isLoaded) return;
    let over = false;
    firstPage()
      .then((page) => over || take(newerThan(shown.current ?? [], page)))
      // The stream goes on without it.
      .catch(() => undefined);
    return () => {
      over = true;
    };
  }, [isOpen, isLoaded, firstPage, take]);

  const show = useCallback(async () => {
    if (waiting.more || list.isFurther || !list.isByTime) await refresh();
    else add(waiting.entries);
    // What came meanwhile goes on waiting.
    setWaiting((now) => ({
      of,
      entries: now.of === of ? withoutKnown(now.entries, waiting.entries) : [],
      more: false,
    }));
  }, [of, waiting, list.isFurther, list.isByTime, refresh, add]);

  return {
    ...{ stream, show, added },
    waiting: on ? waiting.entries.length : 0,
    moreWaiting: waiting.more,
  };
}
