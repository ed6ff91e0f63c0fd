import { Anchor, Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo } from 'react';
import { Link } from 'react-router';
import type { DirectoryUser } from '../../../api/directory.js';
import type { Standing } from '../../../api/standings.js';
import { ConnectionName } from '../../../components/connection-select.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { StandingBadge } from '../../../components/standing-badge.js';
import { WantedBadge } from '../../../components/wanted-badge.js';
import { t } from '../../../texts/en.js';
import { graveFirst } from './grave-first.js';
import classes from './people-list.module.css';

const texts = t.people.list;
const MOST = 3;

type Standings = ReadonlyMap<string, readonly Standing[]>;

/** @param standings how each stands in the sites, as far as that is known yet */
export function useColumns(standings: Standings): ColumnDef<DirectoryUser>[] {
  return useMemo(
    () => [
      {
        accessorKey: 'userName',
        header: texts.person,
        meta: { width: '28%' },
        cell: ({ row: { original } }) => <Person user={original} standings={standings.get(original.id)} />,
      },
      {
        id: 'connection',
        header: texts.connection,
        enableSorting: false,
        meta: { from: 'lg' },
        cell: ({ row: { original } }) => <ConnectionName id={original.connection} />,
      },
      {
        id: 'wanted',
        header: texts.state,
        enableSorting: false,
        meta: { from: 'sm', width: '8rem' },
        cell: ({ row: { original } }) => <WantedBadge user={original} />,
      },
      {
        id: 'sites',
        header: texts.sites,
        enableSorting: false,
        meta: { from: 'sm' },
        cell: ({ row: { original } }) => <Sites standings={standings.get(original.id)} />,
      },
      {
        accessorKey: 'lastModified',
        header: texts.changed,
        meta: { from: 'md', width: '9rem' },
        cell: ({ row: { original } }) => <Time at={original.lastModified} />,
      },
      {
        accessorKey: 'created',
        header: texts.created,
        meta: { from: 'lg', width: '9rem' },
        cell: ({ row: { original } }) => <Time at={original.created} />,
      },
    ],
    [standings],
  );
}

function Person({ user, standings }: { user: DirectoryUser; standings: readonly Standing[] | undefined }) {
  const { id, displayName, userName, email } = user;
  const names = [userName, email].filter((name) => name !== null && name !== (displayName ?? userName));
  return (
    <div className={classes.person}>
      <Anchor component={Link} to={`/people/${encodeURIComponent(id)}`} fw={600} size="sm" c="inherit">
        {displayName ?? userName}
      </Anchor>
      {names.length > 0 && (
        <Text size="xs" c="dimmed">
          {[...new Set(names)].join(' · ')}
        </Text>
      )}
      <div className={classes.narrow}>
        <WantedBadge user={user} />
        <Sites standings={standings} />
      </div>
    </div>
  );
}

function Time({ at }: { at: string }) {
  return (
    <span className={classes.time}>
      <RelativeTime at={at} />
    </span>
  );
}

/** Each site of the person; of many those that aren't as they should be. */
function Sites({ standings }: { standings: readonly Standing[] | undefined }) {
  if (standings === undefined) return null;
  if (standings.length === 0)
    return (
      <Text size="xs" c="dimmed">
        {texts.noSite}
      </Text>
    );
  const shown = graveFirst(standings).slice(0, MOST);
  return (
    <div className={classes.sites}>
      {shown.map((standing) => (
        <StandingBadge key={standing.target.id} standing={standing} named />
      ))}
      {standings.length > shown.length && (
        <Text size="xs" c="dimmed">
          {texts.more(standings.length - shown.length)}
        </Text>
      )}
    </div>
  );
}
