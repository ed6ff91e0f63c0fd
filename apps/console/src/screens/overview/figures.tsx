import { Text } from '@mantine/core';
import type { Counts } from '../../api/statistics.js';
import { duration } from '../../components/time.js';
import { t } from '../../texts/en.js';
import classes from './overview.module.css';

const texts = t.overview.figures;

/** The totals of the period. */
export function Figures({ totals }: { totals: Counts }) {
  const { p50 = null, p95 = null } = totals.timeToSite ?? {};
  return (
    <section className={`panel ${classes.totals}`} aria-label={texts.label}>
      <dl className={classes.figures}>
        <Figure name={texts.requests} value={totals.requests} text={texts.requestsOf} />
        <Figure name={texts.succeeded} value={totals.succeeded} text={texts.succeededOf} />
        <Figure name={texts.failed} value={totals.rejected} text={texts.failedOf} bad />
        <Figure name={texts.refused} value={totals.refused} text={texts.refusedOf} bad />
        <Figure
          name={texts.time}
          value={p50 === null ? '–' : duration(p50)}
          text={p95 === null ? texts.noTime : texts.timeOf(duration(p95))}
        />
      </dl>
    </section>
  );
}

interface FigureProps {
  name: string;
  value: number | string;
  text: string;
  /** More than none of it is bad. */
  bad?: boolean;
}

function Figure({ name, value, text, bad = false }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        <div className={classes.value} data-tone={bad && value !== 0 ? 'bad' : undefined}>
          {typeof value === 'number' ? value.toLocaleString('en') : value}
        </div>
        <Text size="xs" c="dimmed">
          {text}
        </Text>
      </dd>
    </div>
  );
}
