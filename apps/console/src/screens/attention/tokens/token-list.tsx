import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import { type ConnectionSummary, useConnections } from '../../../api/connections.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { StatusBadge } from '../../../components/status-badge.js';
import { t } from '../../../texts/en.js';
import classes from '../attention.module.css';
import { tokensInQuestion } from './tokens-in-question.js';

const texts = t.attention.tokens;

/** Connections of which a token ends soon, or was never used. */
export function TokenList() {
  const { data = [], dataUpdatedAt: now } = useConnections();
  const rows = data.flatMap((connection) => {
    const why = tokensInQuestion(connection, now);
    return why === null ? [] : [{ connection, why }];
  });
  return (
    <ul className={classes.rows} aria-label={t.attention.kinds.tokens}>
      {rows.map(({ connection, why }) => (
        <li key={connection.id} className={classes.row}>
          <Tokens connection={connection} why={why} />
        </li>
      ))}
    </ul>
  );
}

function Tokens({ connection, why }: { connection: ConnectionSummary; why: 'expiring' | 'unused' }) {
  const { id, name, nextExpiry, unusedTokens } = connection;
  const to = `/setup/${encodeURIComponent(id)}/tokens`;
  return (
    <div className={classes.matter}>
      <div className={classes.words}>
        <Group gap="sm">
          <Anchor component={Link} to={`/setup/${encodeURIComponent(id)}`} fw={600} size="sm" c="inherit">
            {name}
          </Anchor>
          <StatusBadge tone={why === 'expiring' ? 'warn' : 'quiet'}>
            {why === 'expiring' ? texts.soon : texts.never}
          </StatusBadge>
        </Group>
        <Text size="sm" component="div">
          {why === 'expiring' ? (
            <>
              {texts.expires} <RelativeTime at={nextExpiry} />. {texts.expiresDo}
            </>
          ) : (
            `${texts.unused(unusedTokens)} ${texts.unusedDo(unusedTokens)}`
          )}
        </Text>
      </div>
      <Button component={Link} to={to} size="xs" variant="default" aria-label={t.attention.act(texts.go, name)}>
        {texts.go}
      </Button>
    </div>
  );
}
