import { Alert, Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Removed } from '../../api/audit-removal.js';
import { t } from '../../texts/en.js';
import { useConnectionName } from './use-connection-name.js';

const texts = t.audit.removal;

interface RemovedNoteProps {
  title: string;
  removed: Removed;
  onAgain: () => void;
}

/** What was taken out, and the entries that tell of it. */
export function RemovedNote({ title, removed, onAgain }: RemovedNoteProps) {
  const nameOf = useConnectionName();
  return (
    <Alert color="green" variant="light" title={title} role="status">
      <Text size="sm">{texts.told}</Text>
      <Text component="ul" size="sm" my={4} pl="lg">
        {removed.tombstones.map(({ chain, entries, id }) => (
          <li key={chain}>
            {nameOf(chain)}: {t.audit.entries(entries)}
            {id !== null && (
              <>
                {' · '}
                <Anchor component={Link} to={`/audit?entry=${encodeURIComponent(id)}`} inherit>
                  {texts.tombstone}
                </Anchor>
              </>
            )}
          </li>
        ))}
      </Text>
      <Group gap="sm" mt="sm">
        <Button component={Link} to="/audit" variant="default" size="xs">
          {texts.toEntries}
        </Button>
        <Button component={Link} to="/audit/verify" variant="default" size="xs">
          {t.audit.verify.action}
        </Button>
        <Button variant="default" size="xs" onClick={onAgain}>
          {texts.another}
        </Button>
      </Group>
    </Alert>
  );
}
