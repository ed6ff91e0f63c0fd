import { type ColumnDef, flexRender, type Row, type VisibilityState } from '@tanstack/react-table';
import { type KeyboardEvent, memo, useCallback, useState } from 'react';
import classes from './data-table.module.css';

interface TableRowsProps<T> {
  /** Those in view, and a few around them. */
  rows: readonly Row<T>[];
  onOpen: ((row: T) => void) | undefined;
  openId: string | undefined;
  /** What the cells of a row are made of. */
  columns: readonly ColumnDef<T>[];
  visibility: VisibilityState | undefined;
  measure: (element: HTMLElement | null) => void;
  scrollTo: (index: number) => void;
  total: number;
}

/** The drawn rows of a table. Arrow keys move between them where they can be opened. */
export function TableRows<T>({ rows, openId, scrollTo, ...same }: TableRowsProps<T>) {
  const { total } = same;
  const [active, setActive] = useState(0);
  const inView = rows.some(({ index }) => index === active);
  const onMove = useCallback(
    (to: number, body: HTMLElement | null) => {
      if (to < 0 || to >= total) return false;
      setActive(to);
      scrollTo(to);
      requestAnimationFrame(() => body?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus());
      return true;
    },
    [total, scrollTo],
  );
  return rows.map((row, position) => (
    <TableRow
      key={row.id}
      {...{ ...same, row, onMove }}
      onFocus={setActive}
      isOpen={row.id === openId}
      isNext={row.index === active || (!inView && position === 0)}
    />
  ));
}

interface TableRowProps<T> extends Omit<TableRowsProps<T>, 'rows' | 'openId' | 'scrollTo'> {
  row: Row<T>;
  isOpen: boolean;
  /** The Tab key gets to it. */
  isNext: boolean;
  onFocus: (index: number) => void;
  /** @returns whether there is such a row */
  onMove: (to: number, body: HTMLElement | null) => boolean;
}

/** Drawn anew only when a property changed, columns included: a list that is scrolled is drawn at every frame. */
const TableRow = memo(function TableRow<T>(props: TableRowProps<T>) {
  const { row, onOpen, onMove, onFocus, measure, total, isOpen, isNext } = props;

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>): void {
    if (event.target !== event.currentTarget) return;
    const to = { ArrowDown: row.index + 1, ArrowUp: row.index - 1, Home: 0, End: total - 1 }[event.key];
    if (event.key === 'Enter' || event.key === ' ') onOpen?.(row.original);
    else if (to === undefined || !onMove(to, event.currentTarget.parentElement)) return;
    event.preventDefault();
  }

  return (
    <tr
      ref={measure}
      data-index={row.index}
      aria-rowindex={row.index + 2}
      data-open={isOpen || undefined}
      {...(onOpen && {
        ...{ className: classes.opens, tabIndex: isNext ? 0 : -1 },
        onClick: (event) => !(event.target as Element).closest('a, button, input') && onOpen(row.original),
        onFocus: () => onFocus(row.index),
        onKeyDown,
      })}
    >
      {row.getVisibleCells().map(({ id, column, getContext }) => (
        <td key={id} data-from={column.columnDef.meta?.from}>
          {flexRender(column.columnDef.cell, getContext())}
        </td>
      ))}
    </tr>
  );
}) as <T>(props: TableRowProps<T>) => React.ReactElement;
