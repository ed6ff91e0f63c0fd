import { List, Stack, Text } from '@mantine/core';
import { type HeldDeparture, useDecideDepartures } from '../../../api/approvals.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { nameOf } from '../../../components/person-line.js';
import { tell } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import { consequenceWords } from '../consequence-words.js';
import { useOutcome } from '../use-outcome.js';
import { chosenOf, tallyOf } from './tally.js';

const texts = t.attention.approvals;

export interface Question {
  word: 'approve' | 'refuse';
  people: readonly HeldDeparture[] | 'all';
  /** Those that are known of all. */
  loaded: readonly HeldDeparture[];
  count: number;
}

interface DecideModalProps {
  site: { id: string; name: string };
  question: Question;
  onClose: () => void;
  onDone: () => void;
}

/** Says what the word would bring about for these very people, and has it typed where they are many. */
export function DecideModal({ site, question, onClose, onDone }: DecideModalProps) {
  const { word, people, loaded, count } = question;
  const decide = useDecideDepartures();
  const outcome = useOutcome();
  const concerned = people === 'all' ? loaded : people;
  const only = count === 1 ? concerned[0] : undefined;
  const who = only !== undefined ? nameOf(only) : people === 'all' ? texts.all(count) : texts.people(count);

  async function confirm(): Promise<void> {
    const done = await decide.mutateAsync({ targetId: site.id, word, which: chosenOf(people, loaded, count) });
    tell(word === 'approve' ? t.attention.told.approved(done) : t.attention.told.refused(done));
    if (only !== undefined && word === 'approve') void outcome(who, only.scimId, site.id);
    onDone();
  }

  return (
    <ConfirmModal
      opened
      onClose={onClose}
      title={word === 'approve' ? texts.approveTitle(who, site.name) : texts.refuseTitle(who, site.name)}
      action={word === 'approve' ? texts.approve : texts.refuse}
      danger={word === 'approve'}
      word={word === 'approve' && count > 1 ? texts.confirmWord(count) : undefined}
      onConfirm={confirm}
    >
      {word === 'refuse' ? (
        <Text size="sm">{texts.refuseLead(count)}</Text>
      ) : only !== undefined ? (
        <Text size="sm">{consequenceWords(only.onApprove, only.account)}</Text>
      ) : (
        <Stack gap="xs">
          {concerned.length < count && <Text size="sm">{texts.ofLoaded(concerned.length)}</Text>}
          <List size="sm" spacing={2}>
            {tallyOf(concerned).map(([effect, number]) => (
              <List.Item key={effect}>{texts.tally[effect](number)}</List.Item>
            ))}
          </List>
          <Text size="sm" c="dimmed">
            {texts.budgetLead}
          </Text>
        </Stack>
      )}
    </ConfirmModal>
  );
}
