import { SegmentedControl } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { type Period, PERIODS, useStatistics } from '../../api/statistics.js';
import { Page } from '../../app/page.js';
import { Panel } from '../../app/panel.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { t } from '../../texts/en.js';
import { AttentionPanel } from './attention-panel.js';
import { ConnectionsPanel } from './connections-panel.js';
import { Figures } from './figures.js';
import classes from './overview.module.css';
import { SitesPanel } from './sites-panel.js';

/** Loaded after the figures: the library for charts is the largest part of the console. */
const Charts = lazy(() => import('./charts.js'));

export function Component() {
  const [period, setPeriod] = useState<Period>('day');
  const statistics = useStatistics(period);
  const choice = (
    <SegmentedControl
      size="sm"
      aria-label={t.overview.period.label}
      value={period}
      onChange={(value) => setPeriod(value as Period)}
      data={(Object.keys(PERIODS) as Period[]).map((value) => ({ value, label: t.overview.period[value] }))}
    />
  );
  return (
    <Page title={t.overview.title} lead={t.overview.lead} actions={choice}>
      <div aria-busy={statistics.isPlaceholderData} className={classes.period}>
        {statistics.data && <Figures totals={statistics.data.totals} />}
      </div>
      <div className={classes.columns}>
        <div className={classes.side}>
          <AttentionPanel />
          <SitesPanel />
          <ConnectionsPanel />
        </div>
        <div className={`${classes.column} ${classes.period}`} aria-busy={statistics.isPlaceholderData}>
          {statistics.data ? (
            <Suspense fallback={<ChartsPending />}>
              <Charts buckets={statistics.data.buckets} period={statistics.data.period} />
            </Suspense>
          ) : statistics.error ? (
            <Failed error={statistics.error} onRetry={() => void statistics.refetch()} />
          ) : (
            <ChartsPending />
          )}
        </div>
      </div>
    </Page>
  );
}

function ChartsPending() {
  return (
    <Panel>
      <Loading lines={10} />
    </Panel>
  );
}
