import '@mantine/charts/styles.css';
import { BarChart, LineChart } from '@mantine/charts';
import type { Bucket, Period } from '../../api/statistics.js';
import { duration } from '../../components/time.js';
import { t } from '../../texts/en.js';
import { bucketLabels } from './bucket-label.js';
import { BARS, Chart, COMMON, HIDDEN, type Series } from './chart.js';
import { LagChart } from './lag-chart.js';
import classes from './overview.module.css';

const texts = t.overview.charts;
const { series: names } = texts;

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

const COUNTS = { ...BARS, valueFormatter: whole, yAxisProps: { ...BARS.yAxisProps, allowDecimals: false } };

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
  return (
    <div className={classes.charts}>
      <Chart title={texts.requests} series={REQUESTS} rows={rows} format={whole}>
        <BarChart {...COUNTS} data={rows} series={REQUESTS} />
      </Chart>
      <Chart title={texts.outcomes} series={OUTCOMES} rows={rows} format={whole}>
        <BarChart {...COUNTS} type="stacked" data={rows} series={OUTCOMES} />
      </Chart>
      <Chart title={texts.failures} series={FAILURES} rows={rows} format={whole}>
        <BarChart {...COUNTS} type="stacked" data={rows} series={FAILURES} />
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
      <LagChart starts={buckets.map(({ at }) => at)} labels={labels} period={period} />
    </div>
  );
}

function whole(value: number): string {
  return value.toLocaleString('en');
}
