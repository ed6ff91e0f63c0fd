import { Stack, Text } from '@mantine/core';
import { useReplay } from '../../../api/dead-letters.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { tell } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import { useSiteName } from '../site-heading.js';
import type { Refusal } from './groups.js';

const texts = t.attention.deadLetters;

/** Asks before all whom a site refused for one reason are tried again. */
export function ReplayModal({ refusal, more, onClose }: { refusal: Refusal; more: boolean; onClose: () => void }) {
  const { targetId, code, reason, letters } = refusal;
  const replay = useReplay();
  const site = useSiteName()(targetId);

  async function confirm(): Promise<void> {
    const { queued } = await replay.mutateAsync({ targetId, code });
    tell(queued === 0 ? t.attention.told.replayedNone : t.attention.told.replayed(queued));
  }

  return (
    <ConfirmModal opened onClose={onClose} title={texts.replayTitle(site)} action={texts.replay} onConfirm={confirm}>
      <Stack gap="xs">
        <Text size="sm">{reason}</Text>
        <Text size="sm">{texts.replayLead(letters.length, more)}</Text>
      </Stack>
    </ConfirmModal>
  );
}
