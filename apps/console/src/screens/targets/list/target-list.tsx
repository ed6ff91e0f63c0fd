import { Anchor, Button, Group, Skeleton, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useConnections } from '../../../api/connections.js';
import { type TargetSummary, useTargets } from '../../../api/targets.js';
import { Page } from '../../../app/page.js';
import { Panel } from '../../../app/panel.js';
import { Allowed } from '../../../auth/allowed.js';
import { Empty } from '../../../components/empty.js';
import { Failed } from '../../../components/failed.js';
import { IconPlus } from '../../../components/icons.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { SiteState } from '../../../components/site-state.js';
import { t } from '../../../texts/en.js';
import { PauseButton } from '../site/pause-button.js';
import { StateReason } from '../site/state-reason.js';
import { WorkCounts } from '../site/work-counts.js';
import classes from './target-list.module.css';

const texts = t.targets.list;

/** `/targets` */
export function TargetList() {
  const { data, error, refetch } = useTargets();
  const add = (
    <Allowed needs="administrator">
      <Button component={Link} to="/targets/new" leftSection={<IconPlus size={16} aria-hidden />}>
        {t.targets.add}
      </Button>
    </Allowed>
  );
  return (
    <Page title={t.targets.title} lead={t.targets.lead} actions={add}>
      {data === undefined ? (
        error ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          <Waiting />
        )
      ) : data.length === 0 ? (
        <Panel>
          <Empty title={texts.empty}>{texts.emptyDo}</Empty>
        </Panel>
      ) : (
        <ul className={classes.list} aria-label={texts.label}>
          {data.map((target) => (
            <Site key={target.id} target={target} />
          ))}
        </ul>
      )}
    </Page>
  );
}

function Site({ target }: { target: TargetSummary }) {
  return (
    <li className={`panel ${classes.site}`}>
      <div className={classes.who}>
        <Group gap="sm">
          <Anchor component={Link} to={`/targets/${target.id}`} fw={620} size="lg" c="inherit" className={classes.name}>
            {target.name}
          </Anchor>
          <SiteState target={target} />
        </Group>
        <Text size="sm" c="dimmed" className={classes.name}>
          {target.siteUrl}
        </Text>
        <Text size="xs" c="dimmed" component="div" mt={4}>
          {texts.fedBy} <FedBy connection={target.connection} /> · {texts.lastOutcome}{' '}
          <RelativeTime at={target.lastOutcomeAt} absent={texts.noOutcome} />
        </Text>
      </div>
      <WorkCounts work={target.work} />
      <PauseButton target={target} />
      <div className={classes.reason}>
        <StateReason target={target} />
      </div>
    </li>
  );
}

/** The name of the connection whose users a site gets. */
export function FedBy({ connection }: { connection: string }) {
  const { data } = useConnections();
  if (connection === '*') return <>{texts.everyConnection}</>;
  return (
    <Anchor component={Link} to={`/setup/${connection}`} inherit underline="always">
      {data?.find(({ id }) => id === connection)?.name ?? connection}
    </Anchor>
  );
}

function Waiting() {
  return (
    <ul className={classes.list} aria-busy="true" aria-label={t.common.loading}>
      {[0, 1].map((place) => (
        <li key={place} className={`panel ${classes.site}`}>
          <div>
            <Skeleton height={18} width="14rem" mb={10} />
            <Skeleton height={12} width="11rem" />
          </div>
        </li>
      ))}
    </ul>
  );
}
