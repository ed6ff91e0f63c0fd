import { Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import type { AuditEntry } from '../../api/audit-entries.js';
import { actionWords } from '../../components/action-words.js';
import { EntryStatusBadge } from '../../components/entry-status.js';
import { RelativeTime } from '../../components/relative-time.js';
import { t } from '../../texts/en.js';
import classes from './audit.module.css';

const texts = t.audit.table;

/** The ids are those that the API sorts by. */
export const COLUMNS: ColumnDef<AuditEntry>[] = [
  {
    id: 'action',
    accessorKey: 'action',
    header: texts.action,
    sortDescFirst: false,
    cell: ({ row: { original } }) => (
      <>
        <span className={classes.action}>{actionWords(original.action)}</span>
        <Narrow entry={original} />
      </>
    ),
  },
  {
    id: 'status',
    accessorKey: 'status',
    header: texts.status,
    sortDescFirst: false,
    meta: { width: '8.5rem' },
    cell: ({ row: { original } }) => (
      <>
        <EntryStatusBadge entry={original} />
        <Text component="div" size="xs" c="dimmed" mt={4} hiddenFrom="sm">
          <RelativeTime at={original.occurredAt} reachable={false} />
        </Text>
      </>
    ),
  },
  {
    id: 'occurredAt',
    accessorKey: 'occurredAt',
    header: texts.date,
    sortDescFirst: true,
    meta: { width: '9rem', from: 'sm' },
    cell: ({ row: { original } }) => (
      <span className={classes.date}>
        <RelativeTime at={original.occurredAt} reachable={false} />
      </span>
    ),
  },
  {
    id: 'userName',
    accessorKey: 'userName',
    header: texts.user,
    sortDescFirst: false,
    meta: { width: '18%', from: 'sm' },
    cell: ({ row: { original } }) => <User entry={original} />,
  },
  {
    id: 'sourceIp',
    accessorKey: 'sourceIp',
    header: texts.ip,
    sortDescFirst: false,
    meta: { width: '9.5rem', from: 'md' },
    cell: ({ row: { original } }) => <Cut text={original.sourceIp} />,
  },
  {
    id: 'target',
    accessorKey: 'target',
    header: texts.target,
    sortDescFirst: false,
    meta: { width: '15%', from: 'sm' },
    cell: ({ row: { original } }) => <Cut text={original.target} />,
  },
  {
    id: 'actor',
    accessorKey: 'actor',
    header: texts.actor,
    sortDescFirst: false,
    meta: { width: '12%', from: 'lg' },
    cell: ({ row: { original } }) => <Cut text={original.actor} />,
  },
];

function User({ entry }: { entry: AuditEntry }) {
  if (entry.userName === null && entry.erasedBy !== null && entry.resourceId !== null)
    return (
      <Text span inherit c="dimmed" fs="italic">
        {texts.erased}
      </Text>
    );
  return <Cut text={entry.userName} />;
}

function Cut({ text }: { text: string | null }) {
  if (text === null || text === '')
    return (
      <Text span inherit c="dimmed">
        {texts.none}
      </Text>
    );
  return (
    <span className={classes.cut} title={text}>
      {text}
    </span>
  );
}

/** Who and where, below the action, where there is no room for columns. */
function Narrow({ entry }: { entry: AuditEntry }) {
  const parts = [entry.userName, entry.target].filter((part) => part !== null && part !== '');
  return (
    <Text component="div" size="xs" c="dimmed" hiddenFrom="sm" className={classes.narrow}>
      {parts.length === 0 ? entry.detail : parts.join(' · ')}
    </Text>
  );
}
