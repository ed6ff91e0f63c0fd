import { Button, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type TargetSummary, useSetPaused } from '../../../api/targets.js';
import { Allowed } from '../../../auth/allowed.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { IconPlayerPause, IconPlayerPlay } from '../../../components/icons.js';
import { tellFailure } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';

const texts = t.targets.pause;

/** Pauses a site, after asking, or lets it go on. */
export function PauseButton({ target }: { target: TargetSummary }) {
  const [asking, setAsking] = useState(false);
  const act = useSetPaused(target.id);
  const { name, paused, work } = target;

  async function pause(): Promise<void> {
    await act.mutateAsync(true);
    notifications.show({ message: texts.paused(name), color: 'gray' });
  }

  function resume(): void {
    act.mutate(false, {
      onSuccess: () => notifications.show({ message: texts.resumed(name), color: 'green' }),
      onError: tellFailure,
    });
  }

  const Icon = paused ? IconPlayerPlay : IconPlayerPause;
  return (
    <>
      <Allowed needs="operator">
        <Button
          variant={paused ? 'filled' : 'default'}
          size="sm"
          leftSection={<Icon size={15} aria-hidden />}
          loading={act.isPending}
          aria-label={`${paused ? texts.resume : texts.pause} ${name}`}
          onClick={() => (paused ? resume() : setAsking(true))}
        >
          {paused ? texts.resume : texts.pause}
        </Button>
      </Allowed>
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={texts.title(name)}
        action={texts.pause}
        onConfirm={pause}
      >
        <Text size="sm">{texts.lead}</Text>
        <Text size="sm" fw={600} mt="xs">
          {texts.leavers}
        </Text>
        {work.waiting > 0 && (
          <Text size="sm" mt="xs">
            {texts.waiting(work.waiting)}
          </Text>
        )}
      </ConfirmModal>
    </>
  );
}
