import { Anchor, Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Standing, StandingState } from '../../../api/standings.js';
import { DifferenceTable } from '../../../components/difference-table.js';
import { Fact } from '../../../components/fact.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { StandingBadge } from '../../../components/standing-badge.js';
import { t } from '../../../texts/en.js';
import { AttemptModal } from './attempt-modal.js';
import classes from './person.module.css';

const texts = t.people.person;

/** Where somebody's word is taken on it. */
const PLACES: Partial<Record<StandingState, string>> = {
  held: '/attention/approvals',
  ambiguous: '/attention/ambiguous',
  failed: '/attention/dead-letters',
  scheduled: '/attention/scheduled',
};

interface SiteStandingProps {
  standing: Standing;
  scimId: string;
  name: string;
  known: boolean;
}

/** How the person stands in one site, why, and a way to see or do what would happen now. */
export function SiteStanding({ standing, scimId, name, known }: SiteStandingProps) {
  const { target, account, state, since, reason, attempts, deadLetter, drift } = standing;
  const [open, setOpen] = useState(false);
  const place = PLACES[state];
  return (
    <div className={classes.site}>
      <div className={classes.line}>
        <Group gap="sm">
          <Anchor component={Link} to={`/targets/${encodeURIComponent(target.id)}`} fw={620} c="inherit">
            {target.name}
          </Anchor>
          <span role="status">
            <StandingBadge standing={standing} />
          </span>
          {since !== null && (
            <Text size="xs" c="dimmed">
              {texts.since} <RelativeTime at={since} />
            </Text>
          )}
        </Group>
        {known && (
          <Button size="xs" variant="default" onClick={() => setOpen(true)}>
            {texts.check}
          </Button>
        )}
      </div>
      {reason !== null && (
        <Text size="sm">
          {reason} {attempts > 0 && texts.attempts(attempts)}{' '}
          {place !== undefined && (
            <Anchor component={Link} to={place} size="sm" underline="always">
              {state === 'failed' ? texts.toRetry : texts.toDecide}
            </Anchor>
          )}
        </Text>
      )}
      <dl className={classes.facts}>
        <Fact name={texts.account}>
          {account === null ? (
            <Text span inherit c="dimmed">
              {texts.noAccount}
            </Text>
          ) : (
            texts.accountOf(account.login, account.id)
          )}
        </Fact>
        <Fact name={texts.applied}>{texts.appliedOf(standing.appliedRevision, standing.wantedRevision)}</Fact>
        {deadLetter !== null && (
          <Fact name={texts.code}>
            <code>{deadLetter.code}</code>
          </Fact>
        )}
        {standing.deletion !== null && (
          <Fact name={t.attention.scheduled.due}>
            <RelativeTime at={standing.deletion.dueAt} />
          </Fact>
        )}
      </dl>
      {drift.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={2}>
            {texts.drift}{' '}
            <Anchor component={Link} to="/attention/drift" size="sm" fw={400} underline="always">
              {texts.toDecide}
            </Anchor>
          </Text>
          <DifferenceTable differences={drift} label={`${texts.drift}: ${target.name}`} />
        </div>
      )}
      {open && <AttemptModal target={target} scimId={scimId} name={name} onClose={() => setOpen(false)} />}
    </div>
  );
}
