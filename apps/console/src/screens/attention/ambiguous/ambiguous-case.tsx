import { Text } from '@mantine/core';
import type { AmbiguousPerson, Candidate } from '../../../api/ambiguous.js';
import { ActButton } from '../../../components/act-button.js';
import { nameOf, PersonLine } from '../../../components/person-line.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { t } from '../../../texts/en.js';
import shared from '../attention.module.css';
import { SiteLink } from '../site-heading.js';
import classes from './ambiguous.module.css';

const texts = t.attention.ambiguous;

interface AmbiguousCaseProps {
  person: AmbiguousPerson;
  onChoose: (candidate: Candidate | 'new') => void;
}

/** The person as the directory has them, beside each account that could be theirs, with what found it. */
export function AmbiguousCase({ person, onChoose }: AmbiguousCaseProps) {
  const { targetId, candidates, since, userName, email } = person;
  return (
    <>
      <div className={shared.matter}>
        <div className={shared.words}>
          <PersonLine person={person} />
          <Text size="sm" c="dimmed" component="div">
            <SiteLink id={targetId} /> {t.attention.since} <RelativeTime at={since} />
          </Text>
        </div>
        <ActButton quiet onClick={() => onChoose('new')}>
          {texts.fresh}
        </ActButton>
      </div>
      <ul className={classes.cards}>
        <li className={classes.card} data-wanted>
          <Text size="xs" fw={600} c="dimmed">
            {texts.person}
          </Text>
          <Facts
            facts={[
              [texts.userName, userName],
              [texts.email, email ?? t.common.none],
              [texts.name, nameOf(person)],
            ]}
          />
        </li>
        {candidates.map((candidate) => (
          <CandidateCard
            key={candidate.id}
            candidate={candidate}
            person={person}
            onChoose={() => onChoose(candidate)}
          />
        ))}
      </ul>
    </>
  );
}

interface CandidateCardProps {
  candidate: Candidate;
  person: AmbiguousPerson;
  onChoose: () => void;
}

function CandidateCard({ candidate, person, onChoose }: CandidateCardProps) {
  const { id, login, email, administrator, by } = candidate;
  return (
    <li className={classes.card}>
      <Text size="xs" fw={600} c="dimmed">
        {texts.foundBy[by.by]} <span className={classes.evidence}>{by.key ? `${by.key} = ${by.value}` : by.value}</span>
      </Text>
      <Facts
        facts={[
          [texts.login, login, isSame(login, person.userName)],
          [texts.email, email, isSame(email, person.email)],
          [texts.number, String(id)],
          [texts.rights, administrator ? texts.administrator : texts.ordinary],
        ]}
      />
      <ActButton label={t.attention.act(texts.choose, login)} onClick={onChoose}>
        {texts.choose}
      </ActButton>
    </li>
  );
}

/** Both are compared without regard to case where accounts are looked for, too. */
const isSame = (one: string, other: string | null): boolean => one.toLowerCase() === other?.toLowerCase();

function Facts({ facts }: { facts: readonly (readonly [name: string, value: string, same?: boolean])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value, same = false]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-same={same || undefined}>
            {value} {same && <span className={classes.same}>{texts.same}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
