import { Button, Group, Text } from '@mantine/core';
import type { SortingState } from '@tanstack/react-table';
import type { RefObject } from 'react';
import { Panel } from '../../app/panel.js';
import { DataTable } from '../../components/data-table.js';
import { Empty } from '../../components/empty.js';
import { IconArrowUp } from '../../components/icons.js';
import { tellFailure } from '../../components/tell.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';
import { COLUMNS } from './columns.js';
import { type EntrySort, sortNamed } from './sort.js';
import type { useEntries } from './use-entries.js';

const texts = t.audit.table;

interface LogTableProps {
  list: ReturnType<typeof useEntries>;
  sort: EntrySort;
  onSort: (sort: EntrySort) => void;
  isSearch: boolean;
  onClear: () => void;
  open: string | undefined;
  onOpen: (id: string) => void;
  scrolled: RefObject<HTMLDivElement | null>;
  /** New entries that aren't shown yet. */
  waiting: number;
  moreWaiting: boolean;
  onShowWaiting: () => void;
}

export function LogTable(props: LogTableProps) {
  const { list, sort, onSort, isSearch, onClear, open, onOpen, scrolled } = props;
  const { query, rows, isFull, isFurther, goOn, refresh } = list;
  const sorting: SortingState = [{ id: sort.by, desc: sort.order === 'desc' }];
  const toStart = (
    <Button size="xs" variant="default" onClick={() => void refresh().catch(tellFailure)}>
      {texts.toStart}
    </Button>
  );
  return (
    <Panel flush>
      <div className={classes.log} aria-busy={query.isFetching} data-stale={query.isPlaceholderData || undefined}>
        {props.waiting > 0 && (
          <Button
            className={classes.pill}
            size="compact-sm"
            radius="xl"
            leftSection={<IconArrowUp size={14} aria-hidden />}
            onClick={props.onShowWaiting}
          >
            {t.audit.live.pill(props.waiting, props.moreWaiting)}
          </Button>
        )}
        {isFurther && (
          <Group className={classes.edge} gap="sm">
            <Text size="sm">{texts.later}</Text>
            {toStart}
          </Group>
        )}
        <DataTable
          label={texts.label}
          columns={COLUMNS}
          rows={rows}
          rowId={({ id }) => id}
          error={query.error ?? undefined}
          onRetry={() => void query.refetch()}
          onOpen={({ id }) => onOpen(id)}
          openId={open}
          hasMore={query.hasNextPage && !isFull && !query.isPlaceholderData}
          loadingMore={query.isFetchingNextPage}
          onMore={() => void query.fetchNextPage()}
          sorting={sorting}
          onSorting={(change) => {
            const [first] = typeof change === 'function' ? change(sorting) : change;
            if (first) onSort({ by: sortNamed(first.id), order: first.desc ? 'desc' : 'asc' });
          }}
          scrolledRef={scrolled}
          height="max(22rem, calc(100dvh - 20rem))"
          empty={
            isSearch ? (
              <Empty
                title={texts.nothing}
                action={
                  <Button variant="default" size="sm" onClick={onClear}>
                    {texts.clearSearch}
                  </Button>
                }
              >
                {texts.nothingDo}
              </Empty>
            ) : (
              <Empty title={texts.empty}>{texts.emptyDo}</Empty>
            )
          }
        />
        {isFull && rows !== undefined && (
          <Group className={classes.edge} gap="sm">
            <Text size="sm">{texts.capped(rows.length)}</Text>
            <Button size="xs" variant="default" onClick={goOn}>
              {texts.goOn}
            </Button>
          </Group>
        )}
      </div>
    </Panel>
  );
}
