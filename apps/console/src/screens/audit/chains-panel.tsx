import { Anchor, Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { Link } from 'react-router';
import { type Chain, useChains } from '../../api/audit-ledger.js';
import { Panel } from '../../app/panel.js';
import { DataTable } from '../../components/data-table.js';
import { Empty } from '../../components/empty.js';
import { RelativeTime } from '../../components/relative-time.js';
import { t } from '../../texts/en.js';
import { useConnectionName } from './use-connection-name.js';

const texts = t.audit.verify;

/** Where each chain stands. */
export function ChainsPanel() {
  const { data, error, refetch } = useChains();
  return (
    <Panel title={texts.chains} flush>
      <DataTable
        label={texts.chainsLabel}
        columns={COLUMNS}
        rows={data}
        rowId={({ chain }) => chain}
        error={error ?? undefined}
        onRetry={() => void refetch()}
        empty={<Empty title={texts.none}>{texts.noneDo}</Empty>}
      />
    </Panel>
  );
}

const COLUMNS: ColumnDef<Chain>[] = [
  { header: texts.chain, cell: ({ row: { original } }) => <Name chain={original.chain} /> },
  { header: texts.entries, cell: ({ row: { original } }) => original.entries.toLocaleString('en') },
  {
    header: texts.head,
    meta: { from: 'sm' },
    cell: ({ row: { original } }) => (
      <>
        {original.head.seq.toLocaleString('en')}
        <Text component="div" size="xs" c="dimmed" ff="monospace" title={original.head.hash}>
          {original.head.hash.slice(0, 16)}…
        </Text>
      </>
    ),
  },
  {
    header: texts.checkpoint,
    cell: ({ row: { original } }) => (
      <>
        <RelativeTime at={original.checkpoint?.at} absent={texts.noCheckpoint} />
        {original.checkpoint !== null && (
          <Text component="div" size="xs" c="dimmed">
            {original.checkpoint.keyId === null ? texts.unsigned : texts.signed}
          </Text>
        )}
      </>
    ),
  },
];

function Name({ chain }: { chain: string }) {
  const nameOf = useConnectionName();
  return (
    <Anchor component={Link} to={`/audit?connection=${encodeURIComponent(chain)}`} fw={600} c="inherit">
      {nameOf(chain)}
    </Anchor>
  );
}
