import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import { Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Bucket, Period } from '../../api/statistics.js';
import { Panel } from '../../app/panel.js';
import { duration } from '../../components/time.js';
import { t } from '../../texts/en.js';
import { bucketLabels } from './bucket-label.js';
import classes from './overview.module.css';

const texts = t.overview.charts;
const { series: names } = texts;

interface Series {
  name: string;
  label: string;
  color: string;
}

const REQUESTS: Series[] = [{ name: 'requests', label: names.requests, color: 'var(--usher-chart-main)' }];
const OUTCOMES: Series[] = [
  { name: 'succeeded', label: names.succeeded, color: 'var(--usher-chart-good)' },
  { name: 'skipped', label: names.skipped, color: 'var(--usher-chart-quiet)' },
  { name: 'held', label: names.held, color: 'var(--usher-chart-warn)' },
  { name: 'rejected', label: names.rejected, color: 'var(--usher-chart-bad)' },
];
const FAILURES: Series[] = [
  { name: 'rejected', label: names.rejected, color: 'var(--usher-chart-bad)' },
  { name: 'refused', label: names.refused, color: 'var(--usher-chart-warn)' },
];
const TIMES: Series[] = [
  { name: 'p50', label: names.p50, color: 'var(--usher-chart-main)' },
  { name: 'p95', label: names.p95, color: 'var(--usher-chart-second)' },
];

/** No keyboard of their own: a chart is hidden from those who don't see it, who get the table. */
const HIDDEN = { accessibilityLayer: false };

const COMMON = {
  h: 190,
  dataKey: 'at',
  gridAxis: 'x' as const,
  tickLine: 'none' as const,
  xAxisProps: { minTickGap: 28, tickMargin: 8 },
  yAxisProps: { width: 56 },
};

/** What happened, hour by hour or day by day. */
export default function Charts({ buckets, period }: { buckets: Bucket[]; period: Period }) {
  const labels = bucketLabels(
    buckets.map(({ at }) => new Date(at)),
    period,
  );
  const rows = buckets.map(({ timeToSite, ...counts }, index) => ({
    ...counts,
    at: labels[index] ?? '',
    p50: timeToSite?.p50 ?? null,
    p95: timeToSite?.p95 ?? null,
  }));
  const bar = {
    ...{ barProps: { isAnimationActive: false, radius: 1 }, maxBarWidth: 28, valueFormatter: whole },
    yAxisProps: { ...COMMON.yAxisProps, allowDecimals: false },
  };
  return (
    <div className={classes.charts}>
      <Chart title={texts.requests} series={REQUESTS} rows={rows} format={whole}>
        <BarChart {...COMMON} barChartProps={HIDDEN} {...bar} data={rows} series={REQUESTS} />
      </Chart>
      <Chart title={texts.outcomes} series={OUTCOMES} rows={rows} format={whole}>
        <BarChart {...COMMON} barChartProps={HIDDEN} {...bar} type="stacked" data={rows} series={OUTCOMES} />
      </Chart>
      <Chart title={texts.failures} series={FAILURES} rows={rows} format={whole}>
        <BarChart {...COMMON} barChartProps={HIDDEN} {...bar} type="stacked" data={rows} series={FAILURES} />
      </Chart>
      <Chart title={texts.time} series={TIMES} rows={rows} format={duration}>
        <LineChart
          {...COMMON}
          lineChartProps={HIDDEN}
          data={rows}
          series={TIMES}
          curveType="monotone"
          // An hour between two in which nothing came is a point without a line.
          dotProps={{ r: 2, strokeWidth: 0 }}
          connectNulls={false}
          lineProps={{ isAnimationActive: false, strokeWidth: 2 }}
          valueFormatter={duration}
        />
      </Chart>
    </div>
  );
}

const whole = (value: number): string => value.toLocaleString('en');

type Row = Record<string, string | number | null> & { at: string };

interface ChartProps {
  title: string;
  series: Series[];
  rows: Row[];
  format: (value: number) => string;
  children: ReactNode;
}

/** A chart, and the same figures as a table for those who don't see it. */
function Chart({ title, series, rows, format, children }: ChartProps) {
  const isEmpty = rows.every((row) => series.every(({ name }) => !row[name]));
  return (
    <Panel title={title}>
      {isEmpty ? (
        <Text size="sm" c="dimmed">
          {texts.empty}
        </Text>
      ) : (
        <figure className={classes.chart} aria-label={title}>
          <div aria-hidden="true">
            {series.length > 1 && <Legend series={series} />}
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
