import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type CheckAnswer, type TargetDetails, useCheckTarget } from '../../../api/targets.js';
import { Panel } from '../../../app/panel.js';
import { Allowed } from '../../../auth/allowed.js';
import { Failed } from '../../../components/failed.js';
import { IconRefresh } from '../../../components/icons.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { t } from '../../../texts/en.js';
import { DriftPanel } from './drift-panel.js';
import { Findings } from './findings.js';
import { JobsPanel } from './jobs-panel.js';
import { PauseButton } from './pause-button.js';
import { SiteFacts } from './site-facts.js';
import { StateReason } from './state-reason.js';
import classes from './overview-part.module.css';
import { WorkCounts } from './work-counts.js';

const texts = t.targets.site;

/** How a site is, and what can be done about it. */
export function OverviewPart({ target }: { target: TargetDetails }) {
  return (
    <Stack gap="md">
      <StatePanel target={target} />
      <JobsPanel target={target} />
      <DriftPanel target={target} />
    </Stack>
  );
}

function StatePanel({ target }: { target: TargetDetails }) {
  const check = useCheckTarget(target.id);

  function ask(): void {
    check.mutate(undefined, {
      onSuccess: ({ findings }) =>
        findings.length === 0 && notifications.show({ message: texts.checkedGood, color: 'green' }),
    });
  }

  const actions = (
    <Group gap="sm">
      <Allowed needs="operator">
        <Button
          size="sm"
          variant="default"
          leftSection={<IconRefresh size={15} aria-hidden />}
          loading={check.isPending}
          onClick={ask}
        >
          {texts.check}
        </Button>
      </Allowed>
      <PauseButton target={target} />
    </Group>
  );
  return (
    <Panel title={texts.state} actions={actions}>
      <Stack gap="md">
        <StateReason target={target} />
        <WorkCounts work={target.work} />
        {target.lastStatus ? (
          <SiteFacts status={target.lastStatus} />
        ) : (
          target.state === 'ready' && <Skeleton height={14} width="60%" />
        )}
        <Text size="xs" c="dimmed" component="div">
          {texts.checked} <RelativeTime at={target.checkedAt} /> · {t.targets.list.lastOutcome}{' '}
          <RelativeTime at={target.lastOutcomeAt} absent={t.targets.list.noOutcome} />
        </Text>
        <Checked answer={check.data} />
        {check.error && <Failed error={check.error} title={t.common.failed.refused} />}
        {target.notes.length > 0 && <Notes notes={target.notes} />}
      </Stack>
    </Panel>
  );
}

function Checked({ answer }: { answer: CheckAnswer | undefined }) {
  return (
    <div role="status" className={classes.checked}>
      {answer && answer.findings.length > 0 && <Findings findings={answer.findings} />}
    </div>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  return (
    <Alert color="gray" variant="light" title={texts.settingsNotes}>
      {notes.map((note) => (
        <Text size="sm" key={note}>
          {note}
        </Text>
      ))}
    </Alert>
  );
}
