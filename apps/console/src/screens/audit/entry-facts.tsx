import { Anchor, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { AuditEntry } from '../../api/audit-entries.js';
import { type AuditSearch, withSearch } from '../../api/audit-filter.js';
import { RelativeTime } from '../../components/relative-time.js';
import { absoluteTime } from '../../components/time.js';
import { t } from '../../texts/en.js';
import classes from './entry.module.css';
import { useConnectionName } from './use-connection-name.js';

const texts = t.audit.entry;

/** Who, when, from where, whom and where it concerns, each with the way there. */
export function EntryFacts({ entry }: { entry: AuditEntry }) {
  const nameOf = useConnectionName();
  const { connection, resourceId, action, targetId, target } = entry;
  const isUser = resourceId !== null && resourceId !== '' && !action.startsWith('group.') && connection !== null;
  const facts: [label: string, value: ReactNode][] = [
    [texts.who, entry.actor === null ? texts.unknownActor : <To search={{ actor: entry.actor }}>{entry.actor}</To>],
    [texts.from, entry.sourceIp && <To search={{ sourceIp: entry.sourceIp }}>{entry.sourceIp}</To>],
    [
      texts.when,
      <>
        {absoluteTime(new Date(entry.occurredAt))}{' '}
        <Text span inherit c="dimmed">
          (<RelativeTime at={entry.occurredAt} />)
        </Text>
      </>,
    ],
    [texts.user, entry.userName],
    [texts.email, entry.email],
    [texts.login, entry.login],
    [texts.target, target && (targetId === null ? target : <Way to={`/targets/${targetId}`}>{target}</Way>)],
    [texts.connection, connection && <Way to={`/setup/${connection}`}>{nameOf(connection)}</Way>],
    [texts.code, entry.code && <code>{entry.code}</code>],
    [texts.revision, entry.revision],
    [texts.resourceId, resourceId && <code>{resourceId}</code>],
    [texts.externalId, entry.externalId && <code>{entry.externalId}</code>],
  ];
  return (
    <div>
      <dl className={classes.facts}>
        {facts.map(([label, value]) =>
          value === null || value === undefined || value === '' ? null : (
            <div key={label} className={classes.fact}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <Group gap="md" mt="sm" fz="sm">
        {isUser && <Way to={`/people/${resourceId}`}>{texts.openPerson}</Way>}
        {resourceId !== null && resourceId !== '' && (
          <To search={{ resourceId }}>{action.startsWith('group.') ? texts.sameGroup : texts.sameUser}</To>
        )}
        {entry.traceId !== null && <To search={{ traceId: entry.traceId }}>{texts.sameTrace}</To>}
      </Group>
    </div>
  );
}

function To({ search, children }: { search: AuditSearch; children: ReactNode }) {
  return <Way to={`/audit?${withSearch(new URLSearchParams(), search).toString()}`}>{children}</Way>;
}

function Way({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Anchor component={Link} to={to} inherit>
      {children}
    </Anchor>
  );
}
