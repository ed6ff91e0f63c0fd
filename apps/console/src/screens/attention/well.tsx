import { Text, Title } from '@mantine/core';
import { useTargets } from '../../api/targets.js';
import { IconCircleCheck } from '../../components/icons.js';
import { RelativeTime } from '../../components/relative-time.js';
import { t } from '../../texts/en.js';
import classes from './attention.module.css';

const texts = t.attention.well;

/** Nothing waits, which is how it should be. `small`: above what is good to know. */
export function Well({ small = false }: { small?: boolean }) {
  const { data: sites } = useTargets();
  const serving = sites !== undefined && sites.length > 0 && sites.every(({ state }) => state === 'ready');
  const last = sites
    ?.map(({ lastSuccessAt }) => lastSuccessAt ?? '')
    .sort()
    .at(-1);
  return (
    <div className={`panel ${classes.well}`} data-small={small || undefined}>
      <span className={classes.mark} aria-hidden="true">
        <IconCircleCheck size={34} stroke={1.5} />
      </span>
      <Title order={2}>{texts.title}</Title>
      <Text c="dimmed" maw={440} role="status">
        {texts.lead}
      </Text>
      {serving && (
        <Text size="sm" c="dimmed">
          {texts.sites(sites.length)}
          {last && (
            <>
              {' · '}
              {texts.lastDone} <RelativeTime at={last} />
            </>
          )}
        </Text>
      )}
    </div>
  );
}
