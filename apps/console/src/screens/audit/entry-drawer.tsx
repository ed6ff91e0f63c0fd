import { Drawer, Text } from '@mantine/core';
import { ApiError } from '../../api/api-error.js';
import { useAuditEntry } from '../../api/audit-entries.js';
import { actionWords } from '../../components/action-words.js';
import { Empty } from '../../components/empty.js';
import { Failed } from '../../components/failed.js';
import { Loading } from '../../components/loading.js';
import { t } from '../../texts/en.js';
import { EntryView } from './entry-view.js';

const texts = t.audit.entry;

interface EntryDrawerProps {
  id: string | undefined;
  onClose: () => void;
  /** Another entry in its place. */
  onOpen: (id: string) => void;
}

/** One act with all that is known of it, beside the table. */
export function EntryDrawer({ id, onClose, onOpen }: EntryDrawerProps) {
  const { data, error, refetch } = useAuditEntry(id);
  const isMissing = error instanceof ApiError && error.status === 404;
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size={680}
      padding="lg"
      closeButtonProps={{ 'aria-label': texts.close }}
      title={
        <Text component="span" fw={620} fz="lg">
          {data ? actionWords(data.action) : texts.title}
        </Text>
      }
    >
      {data ? (
        <EntryView key={data.id} entry={data} onOpen={onOpen} />
      ) : isMissing ? (
        <Empty title={error.message}>{texts.missing}</Empty>
      ) : error ? (
        <Failed error={error} onRetry={() => void refetch()} />
      ) : (
        <Loading lines={12} label={texts.loading} />
      )}
    </Drawer>
  );
}
