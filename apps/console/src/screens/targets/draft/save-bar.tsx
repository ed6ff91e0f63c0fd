import { Anchor, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { messageOf } from '../../../api/api-error.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { StatusBadge } from '../../../components/status-badge.js';
import { t } from '../../../texts/en.js';
import { changesInWords } from './change-words.js';
import { type DraftAccess, useDraft } from './draft-context.js';
import { faultWords, partOf } from './faults.js';
import { ReviewModal } from './review-modal.js';
import classes from './save-bar.module.css';

const texts = t.targetDraft.bar;

/** Says that something isn't saved, whether it could be, and leads on. */
export function SaveBar() {
  const { draft, discard } = useDraft();
  const [reviewing, setReviewing] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  return (
    <>
      <div role="status" className={draft ? classes.bar : undefined}>
        {draft && <Bar onReview={() => setReviewing(true)} onDiscard={() => setDiscarding(true)} />}
      </div>
      <ReviewModal opened={reviewing} onClose={() => setReviewing(false)} />
      <ConfirmModal
        opened={discarding}
        onClose={() => setDiscarding(false)}
        title={texts.discardTitle}
        action={texts.discard}
        danger
        onConfirm={() => Promise.resolve(discard())}
      >
        <Text size="sm">{texts.discardLead}</Text>
      </ConfirmModal>
    </>
  );
}

function Bar({ onReview, onDiscard }: { onReview: () => void; onDiscard: () => void }) {
  const { check } = useDraft();
  return (
    <Group justify="space-between" gap="sm">
      <Verdict check={check} />
      <Group gap="xs" wrap="nowrap">
        <Button size="sm" variant="default" onClick={onDiscard}>
          {texts.discard}
        </Button>
        <Button size="sm" onClick={onReview}>
          {texts.review}
        </Button>
      </Group>
    </Group>
  );
}

function Verdict({ check }: { check: DraftAccess['check'] }) {
  const { target } = useDraft();
  const { current, faults, answer, error } = check;
  const [first] = faults;
  if (first !== undefined)
    return (
      <Text size="sm" component="div" className={classes.words}>
        <StatusBadge tone="bad">{texts.faults(faults.length)}</StatusBadge>{' '}
        <Anchor component={Link} to={`/targets/${target.id}/${partOf(first.path)}`} inherit underline="always">
          {first.path || texts.whole}
        </Anchor>
        : {faultWords(first)}
      </Text>
    );
  if (error !== null && error !== undefined) return <Text size="sm">{messageOf(error)}</Text>;
  return (
    <Text size="sm" component="div" className={classes.words}>
      <StatusBadge tone="info">{texts.unsaved}</StatusBadge>{' '}
      {current && answer !== undefined
        ? texts.changes(changesInWords(answer.changes, target.settings, answer.settings).length)
        : texts.checking}
    </Text>
  );
}
