import { Anchor } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { type DirectoryGroup, useGroups } from '../../../api/directory.js';
import type { TargetDetails } from '../../../api/targets.js';
import { Panel } from '../../../app/panel.js';
import { ConnectionName, ConnectionSelect } from '../../../components/connection-select.js';
import { DataTable } from '../../../components/data-table.js';
import { Empty } from '../../../components/empty.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { SearchField } from '../../../components/search-field.js';
import { t } from '../../../texts/en.js';
import { DirectoryPage } from '../directory-page.js';
import classes from '../list/people-list.module.css';
import { Roles } from './roles.js';
import { useTargetDetails } from './use-target-details.js';

const texts = t.people.groups;

/** `/people/groups` */
export function GroupList() {
  const [parameters, setParameters] = useSearchParams();
  const navigate = useNavigate();
  const [q, connection] = [parameters.get('q') ?? '', parameters.get('connection')];
  const list = useGroups({ q, connection });
  const rows = useMemo(() => list.data?.pages.flatMap(({ groups }) => groups), [list.data]);
  const columns = useColumns(useTargetDetails());

  function look(name: 'q' | 'connection', value: string | null): void {
    const next = new URLSearchParams(parameters);
    if (value) next.set(name, value);
    else next.delete(name);
    setParameters(next, { replace: true });
  }

  return (
    <DirectoryPage part="groups">
      <div className={classes.bar}>
        <SearchField label={texts.search} placeholder={texts.search} text={q} onText={(text) => look('q', text)} />
        <ConnectionSelect value={connection} onChange={(id) => look('connection', id)} />
      </div>
      <Panel flush>
        <DataTable
          label={texts.label}
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          error={list.error ?? undefined}
          onRetry={() => void list.refetch()}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          onOpen={({ id }) => void navigate(`/people/groups/${encodeURIComponent(id)}`)}
          empty={
            q !== '' || connection !== null ? (
              <Empty title={texts.nothingFound} />
            ) : (
              <Empty title={texts.empty}>{texts.emptyDo}</Empty>
            )
          }
        />
      </Panel>
    </DirectoryPage>
  );
}

function useColumns(sites: readonly TargetDetails[] | undefined): ColumnDef<DirectoryGroup>[] {
  return useMemo(
    () => [
      {
        header: texts.name,
        cell: ({ row: { original } }) => (
          <Anchor
            component={Link}
            to={`/people/groups/${encodeURIComponent(original.id)}`}
            fw={600}
            size="sm"
            c="inherit"
            style={{ overflowWrap: 'anywhere' }}
          >
            {original.displayName}
          </Anchor>
        ),
      },
      {
        header: texts.members,
        meta: { width: '6rem' },
        cell: ({ row: { original } }) => original.members.toLocaleString('en'),
      },
      { header: texts.roles, cell: ({ row: { original } }) => <Roles group={original} sites={sites} /> },
      {
        header: t.people.list.connection,
        meta: { from: 'md' },
        cell: ({ row: { original } }) => <ConnectionName id={original.connection} />,
      },
      {
        header: texts.changed,
        meta: { from: 'md', width: '9rem' },
        cell: ({ row: { original } }) => <RelativeTime at={original.lastModified} />,
      },
    ],
    [sites],
  );
}
