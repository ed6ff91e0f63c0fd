import { Alert, Anchor, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AuditEntry } from '../../api/audit-entries.js';
import { ChangesTable } from '../../components/changes-table.js';
import { EntryStatusBadge } from '../../components/entry-status.js';
import { JsonView } from '../../components/json-view.js';
import { t } from '../../texts/en.js';
import classes from './entry.module.css';
import { EntryFacts } from './entry-facts.js';
import { EntryTimeline } from './entry-timeline.js';
import { useConnectionName } from './use-connection-name.js';

const texts = t.audit.entry;

interface EntryViewProps {
  entry: AuditEntry;
  onOpen: (id: string) => void;
}

export function EntryView({ entry, onOpen }: EntryViewProps) {
  return (
    <Stack gap="lg">
      <div>
        <Text className={classes.detail}>{entry.detail}</Text>
        <div className={classes.badges}>
          <EntryStatusBadge entry={entry} />
          <Text size="xs" c="dimmed">
            {t.audit.kind[entry.kind]}
          </Text>
        </div>
      </div>
      {entry.erasedBy !== null && (
        <Alert color="gray" variant="light">
          {texts.erased}{' '}
          <Anchor component="button" inherit onClick={() => onOpen(entry.erasedBy ?? '')}>
            {texts.erasedLink}
          </Anchor>
        </Alert>
      )}
      <EntryFacts entry={entry} />
      <Part title={texts.changes}>
        {entry.changes.length === 0 ? (
          <Text size="sm" c="dimmed">
            {texts.noChanges}
          </Text>
        ) : (
          <ChangesTable changes={entry.changes} />
        )}
      </Part>
      <Part title={texts.timeline}>
        <EntryTimeline entry={entry} onOpen={onOpen} />
      </Part>
      <Part title={texts.chain}>
        <Place entry={entry} />
      </Part>
      <details className={classes.raw}>
        <summary>{texts.raw}</summary>
        <JsonView value={entry} label={texts.raw} />
      </details>
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Place({ entry }: { entry: AuditEntry }) {
  const nameOf = useConnectionName();
  return (
    <Text size="sm" className="figures">
      {texts.chainOf(entry.seq.toLocaleString('en'), nameOf(entry.chain))}{' '}
      <Text span inherit c="dimmed">
        · {texts.position(entry.position.toLocaleString('en'))}
      </Text>
      <br />
      <Anchor component={Link} to={`/audit/verify?chain=${encodeURIComponent(entry.chain)}`}>
        {texts.verify}
      </Anchor>
    </Text>
  );
}
