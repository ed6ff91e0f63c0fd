import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { AuditEntry } from '../../../api/audit-entries.js';
import { usePersonHistory } from '../../../api/person-history.js';
import { Panel } from '../../../app/panel.js';
import { actionWords } from '../../../components/action-words.js';
import { ChangesTable } from '../../../components/changes-table.js';
import { Empty } from '../../../components/empty.js';
import { EntryStatusBadge } from '../../../components/entry-status.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { t } from '../../../texts/en.js';
import classes from './person.module.css';

const texts = t.people.history;

/** What was asked for and what came of it, the newest first. */
export function HistoryPanel({ scimId, connection }: { scimId: string; connection: string | null }) {
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = usePersonHistory(scimId);
  const entries = data?.pages.flatMap((page) => page.entries);
  const links = (
    <Group gap="md">
      <Anchor component={Link} to={`/audit?resourceId=${encodeURIComponent(scimId)}`} size="sm">
        {texts.all}
      </Anchor>
      {connection !== null && (
        <Anchor component={Link} to={`/audit/erase?${erasure(connection, scimId)}`} size="sm" c="dimmed">
          {t.people.person.erase}
        </Anchor>
      )}
    </Group>
  );
  return (
    <Panel title={texts.title} actions={links} flush={entries !== undefined && entries.length > 0}>
      {entries === undefined ? (
        error ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          <Loading lines={5} />
        )
      ) : entries.length === 0 ? (
        <Empty title={texts.empty}>{texts.emptyDo}</Empty>
      ) : (
        <>
          <ol className={classes.entries}>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ol>
          {hasNextPage && (
            <div className={classes.inset}>
              <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t.common.loadMore}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

const erasure = (connection: string, resourceId: string): string =>
  new URLSearchParams({ connection, resourceId }).toString();

function Entry({ entry }: { entry: AuditEntry }) {
  const { id, occurredAt, action, target, actor, detail, changes } = entry;
  const what = actionWords(action);
  return (
    <li className={classes.entry}>
      <div className={classes.line}>
        <Group gap="sm">
          <Text size="sm" fw={600}>
            {what}
          </Text>
          <EntryStatusBadge entry={entry} />
          <Text size="xs" c="dimmed">
            {target !== null ? `${texts.in(target)} · ` : actor !== null && `${texts.by(actor)} · `}
            <RelativeTime at={occurredAt} />
          </Text>
        </Group>
        <Anchor
          component={Link}
          to={`/audit?entry=${encodeURIComponent(id)}`}
          size="xs"
          aria-label={texts.openOf(what)}
        >
          {texts.open}
        </Anchor>
      </div>
      <Text size="sm" c="dimmed">
        {detail}
      </Text>
      {changes.length > 0 && (
        <details className={classes.details}>
          <summary>{texts.changes(changes.length)}</summary>
          <ChangesTable changes={changes} />
        </details>
      )}
    </li>
  );
}
