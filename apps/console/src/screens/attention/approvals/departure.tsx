import { Text } from '@mantine/core';
import type { HeldDeparture } from '../../../api/approvals.js';
import { ActButton } from '../../../components/act-button.js';
import { nameOf, PersonLine } from '../../../components/person-line.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import { consequenceWords } from '../consequence-words.js';

const texts = t.attention.approvals;

interface DepartureProps {
  departure: HeldDeparture;
  onApprove: () => void;
  onRefuse: () => void;
}

/** One who is to leave, why, and what either word would bring about. */
export function Departure({ departure, onApprove, onRefuse }: DepartureProps) {
  const { why, since, account, onApprove: consequence } = departure;
  const who = nameOf(departure);
  return (
    <div className={classes.matter}>
      <div className={classes.words}>
        <PersonLine person={departure} />
        <Text size="sm">
          {texts.why[why]} <RelativeTime at={since} />. {texts.ifApproved}: {consequenceWords(consequence, account)}
        </Text>
      </div>
      <div className={classes.acts}>
        <ActButton label={t.attention.act(texts.approve, who)} onClick={onApprove}>
          {texts.approve}
        </ActButton>
        <ActButton quiet label={t.attention.act(texts.refuse, who)} onClick={onRefuse}>
          {texts.refuse}
        </ActButton>
      </div>
    </div>
  );
}
