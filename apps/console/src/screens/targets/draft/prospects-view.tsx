import { Alert, Button, Group, Loader, Text } from '@mantine/core';
import { useEffect } from 'react';
import type { TargetSettings } from '../../../api/target-settings.js';
import { Failed } from '../../../components/failed.js';
import { t } from '../../../texts/en.js';
import { useDraft } from './draft-context.js';
import { budgetOf, changing, type ProspectLine, type Tally } from './prospects-tally.js';
import classes from './prospects-view.module.css';
import { useProspects } from './use-prospects.js';

const texts = t.targetDraft.prospects;
const ORDER = [
  ...['create', 'update', 'deactivate', 'remove_roles', 'delete', 'reject', 'skip', 'stale', 'unchanged'],
] as (keyof typeof texts.kinds)[];

/** What these settings would come to for everybody: how many, and a few of them by name. */
export function ProspectsView({ settings }: { settings: TargetSettings }) {
  const { target } = useDraft();
  const { tally, running, error, start } = useProspects(target.id);
  useEffect(() => start(settings), [start, settings]);

  if (error !== undefined) return <Failed error={error} onRetry={() => start(settings)} />;
  return (
    <div>
      <Group gap="xs" mb="sm" role="status" mih={24}>
        {running && <Loader size="xs" />}
        <Text size="sm" fw={600}>
          {running ? texts.looking(tally.users) : texts.result(changing(tally), tally.users)}
        </Text>
      </Group>
      <Departures tally={tally} settings={settings} />
      <dl className={classes.kinds}>
        {ORDER.filter((kind) => (tally.counts[kind] ?? 0) > 0).map((kind) => (
          <div key={kind}>
            <dt>{texts.kinds[kind]}</dt>
            <dd className={classes.figure}>{tally.counts[kind]?.toLocaleString('en')}</dd>
            <dd className={classes.sample}>{kind !== 'unchanged' && <Sample lines={tally.samples[kind] ?? []} />}</dd>
          </div>
        ))}
      </dl>
      {!running && tally.complete && (
        <Button size="compact-xs" variant="subtle" mt="xs" onClick={() => start(settings)}>
          {texts.again}
        </Button>
      )}
    </div>
  );
}

function Sample({ lines }: { lines: readonly ProspectLine[] }) {
  return lines.map(({ scimId, userName, detail }) => (
    <Text key={scimId} size="xs" c="dimmed" className={classes.person}>
      {userName}
      {detail !== '' && ` – ${detail}`}
    </Text>
  ));
}

/** More would lose their access than go without approval. */
function Departures({ tally, settings }: { tally: Tally; settings: TargetSettings }) {
  const { target } = useDraft();
  if (tally.departures === 0) return null;
  const most = budgetOf(settings.budget, target.lastStatus?.accounts.linked ?? tally.users);
  const over = most !== null && tally.departures > most;
  return (
    <Alert color={over ? 'orange' : 'gray'} variant="light" mb="sm" title={texts.departures(tally.departures)}>
      <Text size="sm">{over ? texts.overBudget(most) : texts.withinBudget}</Text>
    </Alert>
  );
}
