import { flexRender, type Table } from '@tanstack/react-table';
import classes from './data-table.module.css';
import { IconArrowDown, IconArrowUp } from './icons.js';

export function TableHead<T>({ table, sortable }: { table: Table<T>; sortable: boolean }) {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} aria-rowindex={1}>
          {group.headers.map(({ id, column, getContext }) => {
            const sorted = column.getIsSorted();
            const content = flexRender(column.columnDef.header, getContext());
            const order = sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined;
            const { width, from } = column.columnDef.meta ?? {};
            return (
              <th key={id} scope="col" aria-sort={order} style={{ width }} data-from={from}>
                {sortable && column.getCanSort() ? (
                  <button type="button" className={classes.sort} onClick={column.getToggleSortingHandler()}>
                    {content}
                    {sorted === 'asc' && <IconArrowUp size={13} aria-hidden />}
                    {sorted === 'desc' && <IconArrowDown size={13} aria-hidden />}
                  </button>
                ) : (
                  content
                )}
              </th>
            );
          })}
        </tr>
      ))}
    </thead>
  );
}
