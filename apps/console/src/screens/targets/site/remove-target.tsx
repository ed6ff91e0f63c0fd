import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type TargetDetails, useRemoveTarget } from '../../../api/targets.js';
import { Panel } from '../../../app/panel.js';
import { Allowed } from '../../../auth/allowed.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { t } from '../../../texts/en.js';
import { draftStore } from '../draft/draft-store.js';

const texts = t.targetSettings.remove;

/** Forgets a site. What stays in WordPress, and what is lost, is said before. */
export function RemoveTarget({ target }: { target: TargetDetails }) {
  const [asking, setAsking] = useState(false);
  const remove = useRemoveTarget(target.id);
  const navigate = useNavigate();
  const { managedBy, work, lastStatus, id, name } = target;
  const fixed = managedBy === 'environment';

  async function go(): Promise<void> {
    const { message } = await remove.mutateAsync();
    draftStore.set(id, undefined);
    notifications.show({ message, color: 'gray', autoClose: 12_000 });
    void navigate('/targets', { replace: true });
  }

  return (
    <Panel title={texts.title}>
      <Text size="sm" c="dimmed" mb="sm">
        {fixed ? texts.byEnvironment : texts.lead}
      </Text>
      {!fixed && (
        <Group>
          <Allowed needs="administrator">
            <Button variant="default" c="var(--usher-bad)" onClick={() => setAsking(true)}>
              {texts.act}
            </Button>
          </Allowed>
        </Group>
      )}
      <ConfirmModal
        opened={asking}
        onClose={() => setAsking(false)}
        title={texts.confirm(name)}
        action={texts.act}
        word={id}
        danger
        onConfirm={go}
      >
        <Stack gap="xs">
          <Text size="sm">{texts.stays(lastStatus?.accounts.linked)}</Text>
          <Text size="sm" fw={600}>
            {texts.leavers}
          </Text>
          {work.waiting + work.held + work.scheduled > 0 && (
            <Text size="sm">{texts.dropped(work.waiting + work.held, work.scheduled)}</Text>
          )}
        </Stack>
      </ConfirmModal>
    </Panel>
  );
}
