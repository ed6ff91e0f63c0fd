import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type TargetSummary, useCheckTarget, useSetPaused } from '../../../api/targets.js';
import { Allowed } from '../../../auth/allowed.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { SiteState } from '../../../components/site-state.js';
import { tell, tellFailure } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import { Findings } from '../../targets/site/findings.js';
import { StateReason } from '../../targets/site/state-reason.js';
import classes from '../attention.module.css';

const texts = t.attention.sites;

/** A site that doesn't serve: why, what to do, and a look whether it does by now. */
export function TroubledSite({ site }: { site: TargetSummary }) {
  const { id, name, since, work, paused } = site;
  const check = useCheckTarget(id);
  const setPaused = useSetPaused(id);
  const wrong = check.data?.findings.filter(({ severity }) => severity === 'error') ?? [];

  async function look(): Promise<void> {
    try {
      const { state } = await check.mutateAsync(undefined);
      if (state === 'ready') tell(texts.good(name));
    } catch (error) {
      tellFailure(error);
    }
  }

  const resume = (): void =>
    setPaused.mutate(false, { onSuccess: () => tell(t.targets.pause.resumed(name)), onError: tellFailure });

  return (
    <div className={classes.matter}>
      <div className={classes.words}>
        <Group gap="sm">
          <Anchor component={Link} to={`/targets/${encodeURIComponent(id)}`} fw={600} size="sm" c="inherit">
            {name}
          </Anchor>
          <SiteState target={site} />
        </Group>
        <StateReason target={site} />
        <Text size="xs" c="dimmed">
          {t.attention.since} <RelativeTime at={since} />
          {work.waiting > 0 && <> · {texts.waiting(work.waiting)}</>}
        </Text>
        <div role="status">{wrong.length > 0 && <Findings findings={wrong} />}</div>
      </div>
      <Allowed needs="operator">
        {paused ? (
          <Button size="xs" variant="default" loading={setPaused.isPending} onClick={resume}>
            {texts.resume}
          </Button>
        ) : (
          <Button size="xs" variant="default" loading={check.isPending} onClick={() => void look()}>
            {texts.check}
          </Button>
        )}
      </Allowed>
    </div>
  );
}
