import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useState } from 'react';
import { type Connection, useArchiveConnection, useResync, useUpdateConnection } from '../../api/connections.js';
import { Panel } from '../../app/panel.js';
import { Allowed } from '../../auth/allowed.js';
import type { Role } from '../../auth/roles.js';
import { ConfirmModal } from '../../components/confirm-modal.js';
import { tellFailure } from '../../components/tell.js';
import { t } from '../../texts/en.js';
import { forgetFreshToken } from './fresh-tokens.js';
import classes from './connection-acts.module.css';

const texts = t.setup.acts;
const DEFAULT = 'default';

/** What is done to a connection as a whole. */
export function ConnectionActs({ connection }: { connection: Connection }) {
  const [dialog, setDialog] = useState<'resync' | 'archive'>();
  const close = (): void => setDialog(undefined);
  const resync = useResync(connection.id);
  const archive = useArchiveConnection(connection.id);
  const update = useUpdateConnection(connection.id);

  async function publish(): Promise<void> {
    const { users } = await resync.mutateAsync(undefined);
    notifications.show({ message: texts.resynced(users), color: 'green' });
  }

  async function putAway(): Promise<void> {
    await archive.mutateAsync(true);
    forgetFreshToken(connection.id);
  }

  function restore(): void {
    update.mutate(
      { archived: false },
      {
        onSuccess: () => notifications.show({ message: texts.restored, color: 'green' }),
        onError: tellFailure,
      },
    );
  }

  return (
    <Stack mt="md" maw={760}>
      <Panel title={texts.title} flush>
        {connection.archived === null ? (
          <>
            <Act lead={texts.resyncLead} action={texts.resync} needs="operator" onClick={() => setDialog('resync')} />
            <Act
              lead={connection.id === DEFAULT ? texts.isDefault : texts.archiveLead}
              action={texts.archive}
              needs="administrator"
              danger
              disabled={connection.id === DEFAULT}
              onClick={() => setDialog('archive')}
            />
          </>
        ) : (
          <Act
            lead={texts.archivedLead}
            action={texts.restore}
            needs="administrator"
            loading={update.isPending}
            onClick={restore}
          />
        )}
      </Panel>
      <ConfirmModal
        opened={dialog === 'resync'}
        onClose={close}
        title={texts.resync}
        action={texts.resync}
        onConfirm={publish}
      >
        <Text size="sm">{texts.resyncConfirm(connection.users)}</Text>
      </ConfirmModal>
      <ConfirmModal
        opened={dialog === 'archive'}
        onClose={close}
        title={texts.archive}
        action={texts.archive}
        word={connection.id}
        danger
        onConfirm={putAway}
      >
        <Stack gap="xs">
          <Text size="sm">{texts.archiveLead}</Text>
          {connection.users > 0 && (
            <Text size="sm" fw={600}>
              {texts.archiveUsers(connection.users)}
            </Text>
          )}
        </Stack>
      </ConfirmModal>
    </Stack>
  );
}

interface ActProps {
  lead: ReactNode;
  action: string;
  needs: Role;
  danger?: boolean;
  disabled?: boolean;
  loading?: boolean;
  onClick: () => void;
}

function Act({ lead, action, needs, danger = false, disabled = false, loading = false, onClick }: ActProps) {
  return (
    <div className={classes.act}>
      <Text size="sm" c="dimmed">
        {lead}
      </Text>
      <Allowed needs={needs}>
        <Button
          variant="default"
          c={danger && !disabled ? 'var(--usher-bad)' : undefined}
          disabled={disabled}
          loading={loading}
          onClick={onClick}
        >
          {action}
        </Button>
      </Allowed>
    </div>
  );
}
