import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { t } from '../../../texts/en.js';
import { useDraft } from './draft-context.js';

const texts = t.targetDraft.leave;

/** Warns who leaves a site with changes that aren't saved. They are kept, so leaving loses nothing by itself. */
export function LeaveGuard() {
  const { target, draft, discard } = useDraft();
  const home = `/targets/${target.id}`;
  const dirty = draft !== undefined;
  const blocker = useBlocker(
    ({ nextLocation: { pathname } }) => dirty && pathname !== home && !pathname.startsWith(`${home}/`),
  );

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  return (
    <Modal opened={blocker.state === 'blocked'} onClose={() => blocker.reset?.()} title={texts.title}>
      <Stack gap="md">
        <Text size="sm">{texts.lead(target.name)}</Text>
        <Group justify="flex-end" gap="sm">
          <Button
            variant="default"
            c="var(--usher-bad)"
            onClick={() => {
              discard();
              blocker.proceed?.();
            }}
          >
            {texts.discard}
          </Button>
          <Button variant="default" onClick={() => blocker.proceed?.()}>
            {texts.keep}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            {texts.stay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
