import { Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type Connection, type Token, useCreateToken, useRevokeToken } from '../../api/connections.js';
import { Panel } from '../../app/panel.js';
import { Allowed } from '../../auth/allowed.js';
import { ConfirmModal } from '../../components/confirm-modal.js';
import { Empty } from '../../components/empty.js';
import { IconPlus } from '../../components/icons.js';
import { t } from '../../texts/en.js';
import { forgetFreshToken, keepFreshToken } from './fresh-tokens.js';
import { TokenModal } from './token-modal.js';
import { TokenRow } from './token-row.js';
import classes from './tokens-part.module.css';

const texts = t.setup.tokens;
/** One in use, and the one that takes over. */
const MOST = 2;

type Dialog = { kind: 'make' } | { kind: 'edit' | 'rotate' | 'revoke'; token: Token };

/** The tokens of a connection: make, change, rotate, revoke. */
export function TokensPart({ connection }: { connection: Connection }) {
  const [dialog, setDialog] = useState<Dialog>();
  const close = (): void => setDialog(undefined);
  const live = connection.tokens.filter((token) => token.live).length;
  const mayMake = connection.archived === null && live < MOST;
  const make = (
    <Allowed needs="administrator">
      <Button
        size="sm"
        leftSection={<IconPlus size={16} aria-hidden />}
        disabled={!mayMake}
        onClick={() => setDialog({ kind: 'make' })}
      >
        {texts.make}
      </Button>
    </Allowed>
  );
  return (
    <Panel title={texts.title} actions={make}>
      <Text size="sm" c="dimmed" mb="sm">
        {texts.lead}
      </Text>
      {connection.tokens.length === 0 ? (
        <Empty title={texts.empty}>{texts.emptyDo}</Empty>
      ) : (
        <ul className={classes.list}>
          {connection.tokens.map((token) => (
            <TokenRow key={token.id} token={token} mayRotate={mayMake} onAct={(kind) => setDialog({ kind, token })} />
          ))}
        </ul>
      )}
      <TokenModal
        opened={dialog?.kind === 'make' || dialog?.kind === 'edit'}
        onClose={close}
        connection={connection.id}
        token={dialog?.kind === 'edit' ? dialog.token : undefined}
      />
      {dialog?.kind === 'rotate' && <Rotate connection={connection.id} token={dialog.token} onClose={close} />}
      {dialog?.kind === 'revoke' && (
        <Revoke connection={connection.id} token={dialog.token} isLast={live <= 1} onClose={close} />
      )}
    </Panel>
  );
}

interface ActProps {
  connection: string;
  token: Token;
  onClose: () => void;
}

function Rotate({ connection, token, onClose }: ActProps) {
  const create = useCreateToken();
  async function rotate(): Promise<void> {
    const { name, scope, networks } = token;
    keepFreshToken(
      connection,
      await create.mutateAsync({ connection, name: texts.rotatedName(name), scope, networks }),
    );
  }
  return (
    <ConfirmModal
      opened
      onClose={onClose}
      title={texts.rotateTitle(token.name)}
      action={texts.rotate}
      onConfirm={rotate}
    >
      <Text size="sm">{texts.rotateLead}</Text>
    </ConfirmModal>
  );
}

function Revoke({ connection, token, isLast, onClose }: ActProps & { isLast: boolean }) {
  const revoke = useRevokeToken(connection);
  async function end(): Promise<void> {
    await revoke.mutateAsync(token.id);
    forgetFreshToken(connection, token.id);
  }
  return (
    <ConfirmModal
      opened
      onClose={onClose}
      title={texts.revokeTitle(token.name)}
      action={texts.revoke}
      word={isLast && token.live ? token.name : undefined}
      danger
      onConfirm={end}
    >
      <Stack gap="xs">
        <Text size="sm">{texts.revokeLead}</Text>
        {isLast && token.live && (
          <Text size="sm" fw={600}>
            {texts.revokeLast}
          </Text>
        )}
      </Stack>
    </ConfirmModal>
  );
}
