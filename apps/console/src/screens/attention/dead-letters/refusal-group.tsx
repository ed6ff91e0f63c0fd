import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { type DeadLetter, useReplay } from '../../../api/dead-letters.js';
import { ActButton } from '../../../components/act-button.js';
import { nameOf, PersonLine } from '../../../components/person-line.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { StatusBadge } from '../../../components/status-badge.js';
import { tell, tellFailure } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import { SiteLink } from '../site-heading.js';
import { useOutcome } from '../use-outcome.js';
import { type Refusal, siteSays } from './groups.js';

const texts = t.attention.deadLetters;
const BRIEF = 4;

interface RefusalGroupProps {
  refusal: Refusal;
  /** There may be more of them on the pages to come. */
  more: boolean;
  brief: boolean;
  onReplayAll: () => void;
}

/** All whom one site refused for one reason. */
export function RefusalGroup({ refusal, more, brief, onReplayAll }: RefusalGroupProps) {
  const { targetId, code, reason, letters } = refusal;
  const [whole, setWhole] = useState(!brief);
  const shown = whole ? letters : letters.slice(0, BRIEF);
  return (
    <>
      <div className={classes.site}>
        <div className={classes.words} style={{ flex: '1 1 20rem' }}>
          <Text size="sm">{reason}</Text>
          <Text size="xs" c="dimmed" component="div">
            <SiteLink id={targetId} /> · {texts.group(letters.length, more)} · {texts.code} <code>{code}</code>
          </Text>
        </div>
        {letters.length > 1 && <ActButton onClick={onReplayAll}>{texts.replayAll}</ActButton>}
      </div>
      <ul className={classes.rows} aria-label={reason}>
        {shown.map((letter) => (
          <li key={letter.id} className={classes.row}>
            <Letter letter={letter} />
          </li>
        ))}
      </ul>
      {shown.length < letters.length && (
        <div className={classes.inset}>
          <Button size="xs" variant="subtle" onClick={() => setWhole(true)}>
            {t.attention.showAll(letters.length)}
          </Button>
        </div>
      )}
    </>
  );
}

function Letter({ letter }: { letter: DeadLetter }) {
  const { id, scimId, targetId, retrying, createdAt } = letter;
  const replay = useReplay();
  const outcome = useOutcome();
  const who = nameOf(letter);
  const says = siteSays(letter);

  async function again(): Promise<void> {
    try {
      const { queued } = await replay.mutateAsync({ id });
      tell(queued === 0 ? t.attention.told.replayedNone : t.attention.told.replayed(queued));
      await outcome(who, scimId, targetId);
    } catch (error) {
      tellFailure(error);
    }
  }

  return (
    <div className={classes.matter}>
      <div className={classes.words}>
        <PersonLine person={letter} />
        <Text size="sm" c="dimmed" component="div">
          {says !== null && <>{says} </>}
          <RelativeTime at={createdAt} />
        </Text>
      </div>
      <Group gap="xs">
        {retrying ? (
          <StatusBadge tone="info" pulse>
            {texts.retrying}
          </StatusBadge>
        ) : (
          <ActButton label={t.attention.act(texts.replay, who)} loading={replay.isPending} onClick={() => void again()}>
            {texts.replay}
          </ActButton>
        )}
      </Group>
    </div>
  );
}
