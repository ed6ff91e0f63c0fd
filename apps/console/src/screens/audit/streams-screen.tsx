import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { type AuditStream, useAuditStreams, useRemoveStream } from '../../api/audit-streams.js';
import { Panel } from '../../app/panel.js';
import { Allowed } from '../../auth/allowed.js';
import { ConfirmModal } from '../../components/confirm-modal.js';
import { Empty } from '../../components/empty.js';
import { Failed } from '../../components/failed.js';
import { IconPlus } from '../../components/icons.js';
import { Loading } from '../../components/loading.js';
import { t } from '../../texts/en.js';
import { AuditPage } from './audit-page.js';
import { StreamModal } from './stream-modal.js';
import { StreamRow } from './stream-row.js';
import { StreamSecret } from './stream-secret.js';
import classes from './streams.module.css';

const texts = t.audit.streams;

/** `/audit/streams` */
export function StreamsScreen() {
  const { data, error, refetch } = useAuditStreams();
  const [edited, setEdited] = useState<AuditStream | null>();
  const [secret, setSecret] = useState<{ name: string; secret: string }>();
  const [going, setGoing] = useState<AuditStream>();
  const remove = useRemoveStream();
  const add = (
    <Allowed needs="administrator">
      <Button size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited(null)}>
        {texts.add}
      </Button>
    </Allowed>
  );
  return (
    <AuditPage part="streams" lead={texts.lead}>
      <Stack gap="md">
        {secret && <StreamSecret {...secret} onDone={() => setSecret(undefined)} />}
        <Panel title={texts.title} actions={add}>
          {data === undefined ? (
            error ? (
              <Failed error={error} onRetry={() => void refetch()} />
            ) : (
              <Loading />
            )
          ) : data.length === 0 ? (
            <Empty title={texts.empty}>{texts.emptyDo}</Empty>
          ) : (
            <ul className={classes.list} aria-label={texts.list}>
              {data.map((stream) => (
                <StreamRow
                  key={stream.id}
                  stream={stream}
                  onChange={() => setEdited(stream)}
                  onRemove={() => setGoing(stream)}
                />
              ))}
            </ul>
          )}
        </Panel>
      </Stack>
      <StreamModal stream={edited} onClose={() => setEdited(undefined)} onMade={setSecret} />
      <ConfirmModal
        opened={going !== undefined}
        onClose={() => setGoing(undefined)}
        title={texts.removeTitle(going?.name ?? '')}
        action={texts.remove}
        danger
        onConfirm={async () => {
          if (going) await remove.mutateAsync(going.id);
        }}
      >
        {texts.removeLead} {going !== undefined && going.behind > 0 && texts.removeBehind(going.behind)}
      </ConfirmModal>
    </AuditPage>
  );
}
