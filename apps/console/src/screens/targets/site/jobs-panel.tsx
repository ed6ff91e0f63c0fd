import { Button, Group, Progress, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type Job, useCancelJob, useJobs, useResyncTarget } from '../../../api/jobs.js';
import type { TargetDetails } from '../../../api/targets.js';
import { Panel } from '../../../app/panel.js';
import { Allowed } from '../../../auth/allowed.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { StatusBadge, type Tone } from '../../../components/status-badge.js';
import { tellFailure } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import classes from './jobs-panel.module.css';

const texts = t.targets.jobs;
const TONES: Record<Job['state'], Tone> = { running: 'info', done: 'good', failed: 'bad', cancelled: 'quiet' };

/** What is done for everybody: start it, follow it, end it. */
export function JobsPanel({ target }: { target: TargetDetails }) {
  const jobs = useJobs(target.id);
  return (
    <Panel title={t.targets.site.acts} actions={<ProvisionEverybody target={target} />}>
      <Text size="sm" c="dimmed" mb="sm">
        {t.targets.site.provisionLead}
      </Text>
      <Text size="sm" fw={600}>
        {texts.title}
      </Text>
      {jobs.data === undefined ? (
        jobs.error ? (
          <Failed error={jobs.error} onRetry={() => void jobs.refetch()} />
        ) : (
          <Loading lines={2} />
        )
      ) : jobs.data.length === 0 ? (
        <Text size="sm" c="dimmed">
          {texts.none}
        </Text>
      ) : (
        <ul className={classes.list}>
          {jobs.data.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function JobRow({ job }: { job: Job }) {
  const cancel = useCancelJob();
  const { kind, state, total, done, error, actor } = job;

  function end(): void {
    cancel.mutate(job.id, {
      onSuccess: () => notifications.show({ message: texts.cancelled, color: 'gray' }),
      onError: tellFailure,
    });
  }

  return (
    <li className={classes.job}>
      <Group gap="sm" justify="space-between">
        <Group gap="sm">
          <StatusBadge tone={TONES[state]} pulse={state === 'running'}>
            {texts.states[state]}
          </StatusBadge>
          <Text size="sm">{texts.kinds[kind]}</Text>
          <Text size="xs" c="dimmed" component="span">
            {texts.progress(done, total)} · <RelativeTime at={job.finishedAt ?? job.startedAt} /> · {texts.by(actor)}
          </Text>
        </Group>
        {state === 'running' && (
          <Allowed needs="operator">
            <Button size="compact-xs" variant="default" loading={cancel.isPending} onClick={end}>
              {texts.cancel}
            </Button>
          </Allowed>
        )}
      </Group>
      {state === 'running' && (
        <Progress
          mt={6}
          size="sm"
          value={total === null || total === 0 ? 100 : (done / total) * 100}
          animated={total === null}
          aria-label={texts.kinds[kind]}
        />
      )}
      {error !== null && (
        <Text size="sm" c="dimmed" mt={4}>
          {error}
        </Text>
      )}
    </li>
  );
}

function ProvisionEverybody({ target }: { target: TargetDetails }) {
  const [asking, setAsking] = useState(false);
  const resync = useResyncTarget(target.id);
  const texts = t.targets.site;

  async function start(): Promise<void> {
    await resync.mutateAsync(undefined);
    notifications.show({ message: texts.provisionStarted, color: 'green' });
  }

  return (
    <>
      <Allowed needs="operator">
        <Button size="sm" variant="default" onClick={() => setAsking(true)}>
          {texts.provision}
        </Button>
      </Allowed>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={texts.provision}
        action={texts.provision}
        onConfirm={start}
      >
        <Stack gap="xs">
          <Text size="sm">{texts.provisionConfirm(target.lastStatus?.accounts.linked, target.paused)}</Text>
        </Stack>
      </ConfirmModal>
    </>
  );
}
