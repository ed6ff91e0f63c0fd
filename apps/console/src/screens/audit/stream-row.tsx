import { Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type AuditStream, usePauseStream, useTestStream } from '../../api/audit-streams.js';
import { ActButton } from '../../components/act-button.js';
import { RelativeTime } from '../../components/relative-time.js';
import { StatusBadge, type Tone } from '../../components/status-badge.js';
import { tellFailure } from '../../components/tell.js';
import { t } from '../../texts/en.js';
import { SearchChips } from './search-chips.js';
import { searchIn } from './search-in.js';
import classes from './streams.module.css';

const texts = t.audit.streams;
/** It is on its way with the newest ones all the time. */
const FEW = 10;

type State = 'paused' | 'failing' | 'behind' | 'current';
const TONES: Record<State, Tone> = { paused: 'quiet', failing: 'bad', behind: 'info', current: 'good' };

function stateOf({ paused, failures, behind }: AuditStream): State {
  if (paused) return 'paused';
  if (failures > 0) return 'failing';
  return behind > FEW ? 'behind' : 'current';
}

interface StreamRowProps {
  stream: AuditStream;
  onChange: () => void;
  onRemove: () => void;
}

/** One receiver: whether it gets everything, and what can be done. */
export function StreamRow({ stream, onChange, onRemove }: StreamRowProps) {
  const pause = usePauseStream();
  const test = useTestStream();
  const state = stateOf(stream);

  async function tryOut(): Promise<void> {
    try {
      const answer = await test.mutateAsync(stream.id);
      notifications.show(
        answer.ok
          ? { message: texts.tested(answer.status), color: 'green' }
          : { message: texts.testFailed(answer.reason), color: 'red', autoClose: 12_000 },
      );
    } catch (error) {
      tellFailure(error);
    }
  }

  return (
    <li className={classes.stream}>
      <div className={classes.about}>
        <Group gap="sm">
          <Text fw={600}>{stream.name}</Text>
          <StatusBadge tone={TONES[state]}>{texts.state[state]}</StatusBadge>
          <Text span size="xs" c="dimmed">
            {texts.formats[stream.format]}
          </Text>
        </Group>
        <Text size="sm" className={classes.url}>
          <code>{stream.url}</code>{' '}
          {stream.headerNames.length > 0 && (
            <Text span size="xs" c="dimmed">
              {texts.withHeaders(stream.headerNames.join(', '))}
            </Text>
          )}
        </Text>
        <Text size="xs" c="dimmed" component="div" className="figures">
          {stream.behind > 0 && `${texts.behind(stream.behind)} · `}
          {texts.last}: <RelativeTime at={stream.lastSuccessAt} absent={texts.none} />
          {stream.nextTryAt !== null && (
            <>
              {' · '}
              {texts.next} <RelativeTime at={stream.nextTryAt} />
            </>
          )}
        </Text>
        {stream.lastError !== null && (
          <Text size="sm" c="var(--usher-bad)" className={classes.url}>
            {texts.failed(stream.failures)}: {stream.lastError}
          </Text>
        )}
        <SearchChips search={searchIn(stream.filter)} />
      </div>
      <Group gap="xs" align="flex-start">
        <ActButton needs="administrator" loading={test.isPending} onClick={() => void tryOut()}>
          {texts.test}
        </ActButton>
        <ActButton
          needs="administrator"
          loading={pause.isPending}
          onClick={() => pause.mutate({ id: stream.id, paused: !stream.paused }, { onError: tellFailure })}
        >
          {stream.paused ? texts.resume : texts.pause}
        </ActButton>
        <ActButton needs="administrator" onClick={onChange}>
          {texts.change}
        </ActButton>
        <ActButton needs="administrator" danger onClick={onRemove}>
          {texts.remove}
        </ActButton>
      </Group>
    </li>
  );
}
