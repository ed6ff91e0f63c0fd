import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from '../../app/panel.js';
import { t } from '../../texts/en.js';
import classes from './overview.module.css';

const texts = t.overview.charts;

export interface Series {
  name: string;
  label: string;
  color: string;
}

/** How all charts look. */
export const COMMON = {
  h: 190,
  dataKey: 'at',
  gridAxis: 'x' as const,
  tickLine: 'none' as const,
  xAxisProps: { minTickGap: 28, tickMargin: 8 },
  yAxisProps: { width: 56 },
};

/** No keyboard of their own: a chart is hidden from those who don't see it, who get the table. */
export const HIDDEN = { accessibilityLayer: false };

/** How all charts of bars look. */
export const BARS = {
  ...COMMON,
  ...{ barChartProps: HIDDEN, barProps: { isAnimationActive: false, radius: 1 }, maxBarWidth: 28 },
};

export type Row = Record<string, string | number | null> & { at: string };

interface ChartProps {
  title: string;
  series: Series[];
  rows: Row[];
  format: (value: number) => string;
  /** What is said where there is nothing to show. */
  empty?: string;
  children: ReactNode;
}

/** A chart, and the same figures as a table for those who don't see it. */
export function Chart({ title, series, rows, format, empty = texts.empty, children }: ChartProps) {
  const isEmpty = rows.every((row) => series.every(({ name }) => !row[name]));
  return (
    <Panel title={title}>
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        <figure className={classes.chart} aria-label={title}>
          <div aria-hidden="true">
            {series.some(({ label }) => label !== title) && <Legend series={series} />}
            {children}
          </div>
          <details className={classes.table}>
            <summary>{texts.table}</summary>
            <div className={classes.scrolled} tabIndex={0} role="region" aria-label={title}>
              <Figures series={series} rows={rows} format={format} />
            </div>
          </details>
        </figure>
      )}
    </Panel>
  );
}

function Legend({ series }: { series: Series[] }) {
  return (
    <ul className={classes.legend}>
      {series.map(({ name, label, color }) => (
        <li key={name}>
          <span className={classes.swatch} style={{ background: color }} />
          {label}
        </li>
      ))}
    </ul>
  );
}

function Figures({ series, rows, format }: Pick<ChartProps, 'series' | 'rows' | 'format'>) {
  return (
    <Table fz="xs" verticalSpacing={3}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{texts.at}</Table.Th>
          {series.map(({ name, label }) => (
            <Table.Th key={name} scope="col">
              {label}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.at}>
            <Table.Th scope="row" fw={400}>
              {row.at}
            </Table.Th>
            {series.map(({ name }) => {
              const value = row[name];
              return <Table.Td key={name}>{typeof value === 'number' ? format(value) : '–'}</Table.Td>;
            })}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
