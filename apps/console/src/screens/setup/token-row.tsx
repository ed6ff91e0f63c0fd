import { Button, Group, Text, Tooltip } from '@mantine/core';
import { expiresSoon, type Token } from '../../api/connections.js';
import { ActButton } from '../../components/act-button.js';
import { Fact } from '../../components/fact.js';
import { RelativeTime, useNow } from '../../components/relative-time.js';
import { StatusBadge, type Tone } from '../../components/status-badge.js';
import { t } from '../../texts/en.js';
import classes from './tokens-part.module.css';

const texts = t.setup.tokens;

interface TokenRowProps {
  token: Token;
  mayRotate: boolean;
  onAct: (kind: 'edit' | 'rotate' | 'revoke') => void;
}

export function TokenRow({ token, mayRotate, onAct }: TokenRowProps) {
  const { tone, text } = stateOf(token, useNow());
  return (
    <li className={classes.token} data-gone={!token.live || undefined}>
      <div>
        <Group gap="sm">
          <Text fw={600} className={classes.name}>
            {token.name}
          </Text>
          <StatusBadge tone={tone}>{text}</StatusBadge>
        </Group>
        <dl className={classes.facts}>
          <Fact name={texts.scope}>{texts.scopes[token.scope]}</Fact>
          <Fact name={texts.networks}>{token.networks.length === 0 ? texts.anywhere : token.networks.join(', ')}</Fact>
          <Fact name={texts.expires}>
            <RelativeTime at={token.expires} />
          </Fact>
          <Fact name={texts.lastUsed}>
            <RelativeTime at={token.lastUsed} />
          </Fact>
          <Fact name={texts.created}>
            <RelativeTime at={token.created} />
          </Fact>
        </dl>
        {token.configured && (
          <Text size="xs" c="dimmed" mt={4}>
            {texts.configured}
          </Text>
        )}
      </div>
      {token.revoked === null && (
        <Group gap="xs" align="flex-start">
          <Act onClick={() => onAct('edit')}>{texts.edit}</Act>
          {token.live && (
            <Act onClick={() => onAct('rotate')} blocked={mayRotate ? undefined : texts.rotateFull}>
              {texts.rotate}
            </Act>
          )}
          {!token.configured && (
            <Act danger onClick={() => onAct('revoke')}>
              {texts.revoke}
            </Act>
          )}
        </Group>
      )}
    </li>
  );
}

interface ActProps {
  children: string;
  onClick: () => void;
  danger?: boolean;
  /** Why not now. */
  blocked?: string;
}

function Act({ children, onClick, danger = false, blocked }: ActProps) {
  if (blocked !== undefined)
    return (
      <Tooltip label={blocked}>
        <Button size="xs" variant="default" data-disabled aria-disabled onClick={(event) => event.preventDefault()}>
          {children}
        </Button>
      </Tooltip>
    );
  return (
    <ActButton needs="administrator" danger={danger} onClick={onClick}>
      {children}
    </ActButton>
  );
}

function stateOf(token: Token, now: Date): { tone: Tone; text: string } {
  if (token.revoked !== null) return { tone: 'quiet', text: texts.revoked };
  if (!token.live) return { tone: 'bad', text: texts.expired };
  return expiresSoon(token.expires, now.getTime())
    ? { tone: 'warn', text: texts.expiresSoon }
    : { tone: 'good', text: texts.live };
}
