import { Text } from '@mantine/core';
import { useState } from 'react';
import { type ScheduledDeletion, useDecideDeletion, useScheduled } from '../../../api/scheduled.js';
import { ActButton } from '../../../components/act-button.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { nameOf, PersonLine } from '../../../components/person-line.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { tell } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import type { ListProps } from '../attention-screen.js';
import { consequenceWords } from '../consequence-words.js';
import { Rows } from '../section.js';
import { SiteLink } from '../site-heading.js';
import { useOutcome } from '../use-outcome.js';

const texts = t.attention.scheduled;
const BRIEF = 5;
type Word = 'run' | 'cancel';

/** Accounts that go on their day. */
export function ScheduledList({ count, brief }: ListProps) {
  const list = useScheduled();
  const [question, setQuestion] = useState<{ deletion: ScheduledDeletion; word: Word }>();
  return (
    <>
      <Rows
        list={list}
        label={t.attention.kinds.scheduled}
        rowId={({ id }) => id}
        brief={brief ? { most: BRIEF, kind: 'scheduled', count } : null}
        row={(deletion) => <Deletion deletion={deletion} onAsk={(word) => setQuestion({ deletion, word })} />}
      />
      {question !== undefined && <DeletionModal {...question} onClose={() => setQuestion(undefined)} />}
    </>
  );
}

function Deletion({ deletion, onAsk }: { deletion: ScheduledDeletion; onAsk: (word: Word) => void }) {
  const who = nameOf(deletion);
  return (
    <div className={classes.matter}>
      <div className={classes.words}>
        <PersonLine person={deletion} />
        <Text size="sm" c="dimmed" component="div">
          <SiteLink id={deletion.targetId} />
          {deletion.account !== null && ` · ${t.attention.account} ${deletion.account.login}`} · {texts.due}{' '}
          <RelativeTime at={deletion.dueAt} />
        </Text>
      </div>
      <div className={classes.acts}>
        <ActButton label={t.attention.act(texts.cancel, who)} onClick={() => onAsk('cancel')}>
          {texts.cancel}
        </ActButton>
        <ActButton quiet danger label={t.attention.act(texts.run, who)} onClick={() => onAsk('run')}>
          {texts.run}
        </ActButton>
      </div>
    </div>
  );
}

function DeletionModal(props: { deletion: ScheduledDeletion; word: Word; onClose: () => void }) {
  const { deletion, word, onClose } = props;
  const { id, scimId, targetId, account, onRun } = deletion;
  const decide = useDecideDeletion();
  const outcome = useOutcome();
  const who = nameOf(deletion);

  async function confirm(): Promise<void> {
    await decide.mutateAsync({ id, word });
    tell(word === 'run' ? t.attention.told.ran(who) : t.attention.told.cancelled(who));
    if (word === 'run') void outcome(who, scimId, targetId);
  }

  return (
    <ConfirmModal
      opened
      onClose={onClose}
      title={word === 'run' ? texts.runTitle(who) : texts.cancelTitle(who)}
      action={word === 'run' ? texts.run : texts.cancel}
      danger={word === 'run'}
      word={word === 'run' ? (account?.login ?? deletion.userName) : undefined}
      onConfirm={confirm}
    >
      <Text size="sm">{word === 'run' ? consequenceWords(onRun, account) : texts.cancelLead}</Text>
    </ConfirmModal>
  );
}
