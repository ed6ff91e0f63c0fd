import { Text } from '@mantine/core';
import { Link } from 'react-router';
import type { WorkCounts as Counts } from '../../../api/targets.js';
import { t } from '../../../texts/en.js';
import classes from './work-counts.module.css';

const texts = t.targets.list;
const KINDS = ['waiting', 'failed', 'held', 'scheduled'] as const;
/** Those that a person decides. */
const DECIDED: readonly string[] = ['failed', 'held', 'scheduled'];

/** What there is to do in a site, as figures that stand under each other. */
export function WorkCounts({ work }: { work: Counts }) {
  return (
    <dl className={classes.counts} aria-label={texts.counts}>
      {KINDS.map((kind) => (
        <div key={kind} data-kind={kind} data-some={work[kind] > 0 || undefined}>
          <dd>
            {DECIDED.includes(kind) && work[kind] > 0 ? (
              <Link to="/attention">{work[kind].toLocaleString('en')}</Link>
            ) : (
              work[kind].toLocaleString('en')
            )}
          </dd>
          <Text component="dt" size="xs" c="dimmed">
            {texts[kind]}
          </Text>
        </div>
      ))}
    </dl>
  );
}
