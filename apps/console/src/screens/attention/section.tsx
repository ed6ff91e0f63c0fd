import { Anchor, Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Panel } from '../../app/panel.js';
import { Empty } from '../../components/empty.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { t } from '../../texts/en.js';
import classes from './attention.module.css';
import { type Kind, placeOf } from './kinds.js';

interface SectionProps {
  kind: Kind;
  count: number;
  children: ReactNode;
}

/** All of one kind, with what it means. */
export function Section({ kind, count, children }: SectionProps) {
  const title = (
    <>
      {t.attention.kinds[kind]} <span className={classes.count}>{count.toLocaleString('en')}</span>
    </>
  );
  return (
    <Panel title={title} flush>
      <Text size="sm" c="dimmed" className={classes.lead}>
        {t.attention.leads[kind]}
      </Text>
      {children}
    </Panel>
  );
}

interface RowsProps<Row> {
  list: {
    data: readonly Row[] | undefined;
    error: unknown;
    refetch: () => unknown;
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  /** What the list is of. */
  label: string;
  rowId: (row: Row) => string | number;
  row: (row: Row) => ReactNode;
  /** At most so many, and a way to the rest. */
  brief: { most: number; kind: Kind; count: number } | null;
}

/** Rows of a list that grows by pages; the browser draws those in view. */
export function Rows<Row>({ list, label, rowId, row, brief }: RowsProps<Row>) {
  const { data, error, hasNextPage, isFetchingNextPage } = list;
  if (data === undefined)
    return (
      <div className={classes.inset}>
        {error ? <Failed error={error} onRetry={() => void list.refetch()} /> : <Loading lines={3} />}
      </div>
    );
  if (data.length === 0) return <Empty title={t.attention.well.noneOf} />;
  const shown = brief === null ? data : data.slice(0, brief.most);
  const rest = brief !== null && brief.count > shown.length;
  return (
    <>
      <ul className={classes.rows} aria-label={label}>
        {shown.map((each) => (
          <li key={rowId(each)} className={classes.row}>
            {row(each)}
          </li>
        ))}
      </ul>
      {rest ? (
        <div className={classes.inset}>
          <Anchor component={Link} to={placeOf(brief.kind)} size="sm">
            {t.attention.showAll(brief.count)}
          </Anchor>
        </div>
      ) : (
        hasNextPage && (
          <div className={classes.inset}>
            <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t.common.loadMore}
            </Button>
          </div>
        )
      )}
    </>
  );
}
