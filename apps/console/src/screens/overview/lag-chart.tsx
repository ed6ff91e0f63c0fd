import { BarChart } from '@mantine/charts';
import { useLag } from '../../api/lag.js';
import type { Period } from '../../api/statistics.js';
import { Panel } from '../../app/panel.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { duration } from '../../components/time.js';
import { t } from '../../texts/en.js';
import { BARS, Chart, type Series } from './chart.js';

const texts = t.overview.charts;

const LAG: Series[] = [{ name: 'longestMs', label: texts.series.longestMs, color: 'var(--usher-chart-warn)' }];

interface Props {
  /** When each bucket of the period begins. RFC 3339. */
  starts: readonly string[];
  labels: readonly string[];
  period: Period;
}

/** How long changes waited for the sites. */
export function LagChart({ starts, labels, period }: Props) {
  const { data, error, refetch } = useLag(period);
  if (data === undefined) {
    return (
      <Panel title={texts.lag}>
        {error ? <Failed error={error} onRetry={() => void refetch()} /> : <Loading lines={4} />}
      </Panel>
    );
  }
  const waits = new Map(data.buckets.map(({ at, longestMs }) => [at, longestMs]));
  const rows = starts.map((at, index) => ({ at: labels[index] ?? '', longestMs: waits.get(at) ?? 0 }));
  return (
    <Chart title={texts.lag} series={LAG} rows={rows} format={duration} empty={texts.noLag}>
      <BarChart {...BARS} data={rows} series={LAG} valueFormatter={duration} />
    </Chart>
  );
}
