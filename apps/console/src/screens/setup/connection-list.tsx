import { Anchor, Button, Switch } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { type ConnectionSummary, useConnections } from '../../api/connections.js';
import { usePresets } from '../../api/presets.js';
import { Page } from '../../app/page.js';
import { Panel } from '../../app/panel.js';
import { Allowed } from '../../auth/allowed.js';
import { ConnectionLight } from '../../components/connection-light.js';
import { DataTable } from '../../components/data-table.js';
import { Empty } from '../../components/empty.js';
import { IconPlus } from '../../components/icons.js';
import { RelativeTime } from '../../components/relative-time.js';
import { t } from '../../texts/en.js';

const texts = t.setup.list;

/** `/setup` */
export function ConnectionList() {
  const [archived, setArchived] = useState(false);
  const { data, error, refetch } = useConnections(archived);
  const navigate = useNavigate();
  const columns = useColumns();
  const add = (
    <Allowed needs="administrator">
      <Button component={Link} to="/setup/new" leftSection={<IconPlus size={16} aria-hidden />}>
        {t.setup.add}
      </Button>
    </Allowed>
  );
  return (
    <Page title={t.setup.title} lead={t.setup.lead} actions={add}>
      <Panel flush>
        <DataTable
          label={texts.label}
          columns={columns}
          rows={data}
          rowId={({ id }) => id}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          onOpen={({ id }) => void navigate(`/setup/${id}`)}
          empty={<Empty title={texts.empty}>{texts.emptyDo}</Empty>}
        />
      </Panel>
      <Switch
        mt="md"
        size="sm"
        label={texts.showArchived}
        checked={archived}
        onChange={(event) => setArchived(event.currentTarget.checked)}
      />
    </Page>
  );
}

function useColumns(): ColumnDef<ConnectionSummary>[] {
  const { data: presets } = usePresets();
  return useMemo(
    () => [
      {
        header: texts.connection,
        cell: ({ row: { original } }) => (
          <Anchor component={Link} to={`/setup/${original.id}`} fw={600} c="inherit">
            {original.name}
          </Anchor>
        ),
      },
      {
        header: texts.provider,
        meta: { from: 'sm' },
        cell: ({ row: { original } }) => presets?.find(({ id }) => id === original.preset)?.name ?? original.preset,
      },
      { header: texts.state, cell: ({ row: { original } }) => <ConnectionLight connection={original} /> },
      {
        header: texts.users,
        meta: { from: 'sm' },
        cell: ({ row: { original } }) => original.users.toLocaleString('en'),
      },
      { header: texts.tokens, meta: { from: 'md' }, cell: ({ row: { original } }) => original.liveTokens },
      {
        header: texts.lastRequest,
        meta: { from: 'sm' },
        cell: ({ row: { original } }) => <RelativeTime at={original.lastRequest} />,
      },
    ],
    [presets],
  );
}
