import { Stack, Text } from '@mantine/core';
import { type AmbiguousPerson, type Candidate, useChooseAccount } from '../../../api/ambiguous.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { nameOf } from '../../../components/person-line.js';
import { tell } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import { useSiteName } from '../site-heading.js';
import { useOutcome } from '../use-outcome.js';

const texts = t.attention.ambiguous;

interface ChooseModalProps {
  person: AmbiguousPerson;
  candidate: Candidate | 'new';
  onClose: () => void;
}

/** Says what becomes of the account before it is chosen. */
export function ChooseModal({ person, candidate, onClose }: ChooseModalProps) {
  const { targetId, scimId } = person;
  const choose = useChooseAccount();
  const outcome = useOutcome();
  const site = useSiteName()(targetId);
  const who = nameOf(person);
  const fresh = candidate === 'new';

  async function confirm(): Promise<void> {
    await choose.mutateAsync({ targetId, scimId, account: fresh ? 'new' : candidate.id });
    tell(t.attention.told.chosen(who));
    void outcome(who, scimId, targetId);
  }

  return (
    <ConfirmModal
      opened
      onClose={onClose}
      title={fresh ? texts.freshTitle(who) : texts.chooseTitle(who, candidate.login)}
      action={fresh ? texts.confirmFresh : texts.confirm}
      onConfirm={confirm}
    >
      <Stack gap="xs">
        <Text size="sm">{fresh ? texts.freshLead(site) : texts.chooseLead(candidate.login, site)}</Text>
        {!fresh && candidate.administrator && (
          <Text size="sm" fw={600}>
            {texts.adminLead}
          </Text>
        )}
      </Stack>
    </ConfirmModal>
  );
}
