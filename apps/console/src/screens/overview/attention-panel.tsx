import { Anchor, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type AttentionKind, useAttention } from '../../api/attention.js';
import { Panel } from '../../app/panel.js';
import { Empty } from '../../components/empty.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { RelativeTime } from '../../components/relative-time.js';
import { StatusBadge, type Tone } from '../../components/status-badge.js';
import { t } from '../../texts/en.js';
import classes from './overview.module.css';

const texts = t.overview.attention;
const KINDS: readonly [kind: AttentionKind, tone: Tone][] = [
  ['quarantined', 'bad'],
  ['deadLetters', 'bad'],
  ['approvals', 'warn'],
  ['ambiguous', 'warn'],
  ['drift', 'warn'],
  ['paused', 'info'],
  ['stopped', 'quiet'],
  ['scheduled', 'info'],
];

/** What waits for a person, the worst first. */
export function AttentionPanel() {
  const { data, error, refetch, expiring } = useAttention();
  const waiting = data === undefined ? [] : KINDS.filter(([kind]) => data[kind] > 0);
  return (
    <Panel title={texts.title} flush={waiting.length + expiring > 0}>
      {error && data === undefined ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : waiting.length + expiring === 0 ? (
        <Empty title={texts.nothing}>{texts.nothingLead}</Empty>
      ) : (
        <ul className={classes.rows}>
          {waiting.map(([kind, tone]) => (
            <li key={kind} className={classes.row}>
              <Anchor component={Link} to={PLACES[kind]} size="sm">
                {texts[kind](data[kind])}
              </Anchor>
              <StatusBadge tone={tone}>{texts.urgency[kind]}</StatusBadge>
              <Text size="xs" c="dimmed" className={classes.reason}>
                {kind === 'scheduled' ? texts.next : texts.since} <RelativeTime at={data.oldest[kind]} />
              </Text>
            </li>
          ))}
          {expiring > 0 && (
            <li className={classes.row}>
              <Anchor component={Link} to="/attention/tokens" size="sm">
                {texts.tokens(expiring)}
              </Anchor>
              <StatusBadge tone="warn">{t.attention.tokens.soon}</StatusBadge>
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

const PLACES: Record<AttentionKind, string> = {
  approvals: '/attention/approvals',
  ambiguous: '/attention/ambiguous',
  deadLetters: '/attention/dead-letters',
  drift: '/attention/drift',
  scheduled: '/attention/scheduled',
  quarantined: '/attention/sites',
  paused: '/attention/sites',
  stopped: '/attention/sites',
};
