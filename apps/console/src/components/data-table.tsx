import { Box, Button, Group, Loader, Text, VisuallyHidden } from '@mantine/core';
import {
  type ColumnDef,
  getCoreRowModel,
  type OnChangeFn,
  type RowData,
  type SortingState,
  useReactTable,
  type VisibilityState,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef } from 'react';
import { t } from '../texts/en.js';
import classes from './data-table.module.css';
import { Failed } from './failed.js';
import { Loading } from './loading.js';
import { TableHead } from './table-head.js';
import { TableRows } from './table-rows.js';

declare module '@tanstack/react-table' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  interface ColumnMeta<TData extends RowData, TValue> {
    /** CSS width; the columns without share what is left. */
    width?: string;
    /** Left out on screens narrower than that. */
    from?: 'sm' | 'md' | 'lg';
  }
}

interface DataTableProps<T> {
  /** What the table is of, for those who don't see it. */
  label: string;
  columns: ColumnDef<T>[];
  rows: readonly T[] | undefined;
  rowId: (row: T) => string;
  /** Said when there are none. */
  empty: ReactNode;
  error?: unknown;
  onRetry?: () => void;
  /** Opens a row: by click, Enter or Space. */
  onOpen?: (row: T) => void;
  /** The row that is open. */
  openId?: string;
  /** By cursor: whether there is more, and how to get it. */
  hasMore?: boolean;
  loadingMore?: boolean;
  onMore?: () => void;
  /** Sorted by the server. */
  sorting?: SortingState;
  onSorting?: OnChangeFn<SortingState>;
  visibility?: VisibilityState;
  /** CSS height of the scrolled part; default: as high as its rows, up to most of the screen. */
  height?: string;
  /** The scrolled part, for those who move it. */
  scrolledRef?: RefObject<HTMLDivElement | null>;
  /** Pixels from the top, as they change. */
  onScrolled?: (top: number) => void;
}

const ROW = 44;

/**
 * A table of any number of rows, of which only those in view are drawn. The end of the scrolled part asks for more.
 * Arrow keys move between the rows where rows can be opened.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, columns, rows, rowId, empty, error, onRetry, hasMore = false, loadingMore = false, onMore } = props;
  const own = useRef<HTMLDivElement>(null);
  const scrolled = props.scrolledRef ?? own;
  // The library keeps its own state behind a stable object.
  // eslint-disable-next-line react-hooks/incompatible-library
  const table = useReactTable({
    data: rows as T[],
    columns,
    getRowId: rowId,
    getCoreRowModel: getCoreRowModel(),
    manualSorting: true,
    enableSortingRemoval: false,
    state: { sorting: props.sorting ?? [], columnVisibility: props.visibility ?? {} },
    onSortingChange: props.onSorting,
  });
  const model = rows === undefined ? [] : table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scrolled.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const scrollTo = useCallback((index: number) => virtual.scrollToIndex(index), [virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !loadingMore && error === undefined && last >= model.length - 8 && model.length > 0) onMore?.();
  }, [hasMore, loadingMore, error, last, model.length, onMore]);

  if (rows === undefined) return error ? <Failed error={error} onRetry={onRetry} /> : <Loading lines={6} />;
  if (rows.length === 0) return <>{empty}</>;
  const above = items[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <Box>
      {props.onOpen && <VisuallyHidden id={`${label}-keys`}>{t.common.openRow}</VisuallyHidden>}
      <div
        ref={scrolled}
        className={classes.scrolled}
        style={{ maxHeight: props.height ?? '70dvh' }}
        role="region"
        aria-label={label}
        tabIndex={0}
        onScroll={(event) => props.onScrolled?.(event.currentTarget.scrollTop)}
      >
        <table
          className={classes.table}
          aria-rowcount={hasMore ? -1 : rows.length + 1}
          aria-describedby={props.onOpen && `${label}-keys`}
        >
          <TableHead table={table} sortable={props.onSorting !== undefined} />
          <tbody>
            {above > 0 && <tr aria-hidden="true" style={{ height: above }} />}
            <TableRows
              rows={items.flatMap(({ index }) => model[index] ?? [])}
              onOpen={props.onOpen}
              openId={props.openId}
              columns={columns}
              visibility={props.visibility}
              measure={virtual.measureElement}
              scrollTo={scrollTo}
              total={model.length}
            />
            {below > 0 && <tr aria-hidden="true" style={{ height: below }} />}
          </tbody>
        </table>
      </div>
      {error !== undefined && error !== null && <Failed error={error} onRetry={onMore} />}
      {hasMore && (
        <Group justify="center" py="xs" gap="xs">
          {loadingMore ? (
            <>
              <Loader size="xs" />
              <Text size="xs" c="dimmed" role="status">
                {t.common.loadingMore}
              </Text>
            </>
          ) : (
            <Button size="xs" variant="subtle" onClick={onMore}>
              {t.common.loadMore}
            </Button>
          )}
        </Group>
      )}
    </Box>
  );
}
