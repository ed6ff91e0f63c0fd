import { Anchor, Group as Row, Stack, Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo } from 'react';
import { Link, useParams } from 'react-router';
import { type GroupMember, useGroup } from '../../../api/directory.js';
import { Page } from '../../../app/page.js';
import { Panel } from '../../../app/panel.js';
import { ConnectionName } from '../../../components/connection-select.js';
import { DataTable } from '../../../components/data-table.js';
import { Empty } from '../../../components/empty.js';
import { Failed } from '../../../components/failed.js';
import { Loading } from '../../../components/loading.js';
import { t } from '../../../texts/en.js';
import { Roles } from './roles.js';
import { useTargetDetails } from './use-target-details.js';

const texts = t.people.groups;

const COLUMNS: ColumnDef<GroupMember>[] = [
  { header: texts.kinds.user, cell: ({ row: { original } }) => <Member member={original} /> },
  { header: t.common.kind, meta: { width: '8rem' }, cell: ({ row: { original } }) => texts.kinds[original.type] },
];

/** `/people/groups/<id>` */
export function GroupScreen() {
  const { group: id = '' } = useParams();
  const list = useGroup(id);
  const sites = useTargetDetails();
  const group = list.data?.pages[0];
  const members = useMemo(() => list.data?.pages.flatMap((page) => page.members), [list.data]);
  return (
    <Page
      title={group?.displayName ?? id}
      lead={
        group && (
          <Row gap="sm" mt={4}>
            <span>{texts.memberCount(group.memberCount)}</span>
            <Anchor component={Link} to={`/setup/${group.connection}`} size="sm">
              <ConnectionName id={group.connection} />
            </Anchor>
          </Row>
        )
      }
      above={
        <Anchor component={Link} to="/people/groups">
          {t.people.tabs.groups}
        </Anchor>
      }
    >
      {group === undefined ? (
        list.error ? (
          <Failed error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Loading lines={6} />
        )
      ) : (
        <Stack gap="md" maw={860}>
          <Panel title={texts.rolesTitle}>
            <Roles group={group} sites={sites} />
            <Text size="xs" c="dimmed" mt={4}>
              {texts.rolesDo}
            </Text>
          </Panel>
          <Panel title={texts.membersTitle} flush>
            <DataTable
              label={texts.memberList}
              columns={COLUMNS}
              rows={members}
              rowId={(member) => member.id}
              hasMore={list.hasNextPage}
              loadingMore={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
              empty={<Empty title={texts.noMembers} />}
            />
          </Panel>
        </Stack>
      )}
    </Page>
  );
}

function Member({ member: { id, type, name } }: { member: GroupMember }) {
  const words = name ?? texts.unnamed;
  if (type === 'pending') return <>{name ?? id}</>;
  const to = type === 'user' ? `/people/${encodeURIComponent(id)}` : `/people/groups/${encodeURIComponent(id)}`;
  return (
    <Anchor component={Link} to={to} size="sm" fw={600} c="inherit" style={{ overflowWrap: 'anywhere' }}>
      {words}
    </Anchor>
  );
}
