import { Button, SegmentedControl } from '@mantine/core';
import type { SortingState } from '@tanstack/react-table';
import { useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { useConnections } from '../../../api/connections.js';
import { type UserSort, type UsersSearch, useUsers } from '../../../api/directory.js';
import { useStandings } from '../../../api/standings.js';
import { Panel } from '../../../app/panel.js';
import { ConnectionSelect } from '../../../components/connection-select.js';
import { DataTable } from '../../../components/data-table.js';
import { Empty } from '../../../components/empty.js';
import { SearchField } from '../../../components/search-field.js';
import { t } from '../../../texts/en.js';
import { DirectoryPage } from '../directory-page.js';
import { useColumns } from './columns.js';
import classes from './people-list.module.css';
import { firstOrder, isNarrow, usersParameters, usersSearchOf } from './users-search.js';

const texts = t.people.list;
const WHO = ['all', 'active', 'inactive', 'deleted'] as const;

/** `/people`: everybody, as far as the address says. */
export function PeopleList() {
  const [parameters, setParameters] = useSearchParams();
  const navigate = useNavigate();
  const search = useMemo(() => usersSearchOf(parameters), [parameters]);
  const list = useUsers(search);
  const rows = useMemo(() => list.data?.pages.flatMap(({ users }) => users), [list.data]);
  const pages = useMemo(() => list.data?.pages.map(({ users }) => users.map(({ id }) => id)) ?? [], [list.data]);
  const standings = useStandings(pages);
  const columns = useColumns(standings);
  const { data: connections } = useConnections(true);
  const look = (change: Partial<UsersSearch>): void =>
    setParameters(usersParameters({ ...search, ...change }), { replace: true });

  function sortBy(next: SortingState | ((before: SortingState) => SortingState)): void {
    const before = [{ id: search.sort, desc: search.order === 'desc' }];
    const [to] = typeof next === 'function' ? next(before) : next;
    if (to === undefined) return;
    const sort = to.id as UserSort;
    look({ sort, order: sort === search.sort ? (to.desc ? 'desc' : 'asc') : firstOrder(sort) });
  }

  return (
    <DirectoryPage part="people">
      <div className={classes.bar}>
        <SearchField label={texts.search} placeholder={texts.searchHint} text={search.q} onText={(q) => look({ q })} />
        <ConnectionSelect value={search.connection} onChange={(connection) => look({ connection })} />
        <SegmentedControl
          aria-label={texts.who}
          size="sm"
          value={search.who}
          onChange={(who) => look({ who: who as UsersSearch['who'] })}
          data={WHO.map((value) => ({ value, label: texts.whos[value] }))}
        />
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
          onOpen={({ id }) => void navigate(`/people/${encodeURIComponent(id)}`)}
          visibility={{ connection: (connections?.length ?? 0) > 1 }}
          sorting={[{ id: search.sort, desc: search.order === 'desc' }]}
          onSorting={sortBy}
          empty={
            isNarrow(search) ? (
              <Empty
                title={texts.nothingFound}
                action={
                  <Button size="xs" variant="default" onClick={() => setParameters({})}>
                    {texts.clear}
                  </Button>
                }
              >
                {texts.nothingFoundDo}
              </Empty>
            ) : (
              <Empty
                title={texts.empty}
                action={
                  <Button component={Link} to="/setup" size="xs" variant="default">
                    {texts.toSetup}
                  </Button>
                }
              >
                {texts.emptyDo}
              </Empty>
            )
          }
        />
      </Panel>
    </DirectoryPage>
  );
}
