import { Anchor, Button, Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { Link } from 'react-router';
import { type AuditExport, saveManifest, useAuditExports } from '../../api/audit-exports.js';
import { Panel } from '../../app/panel.js';
import { DataTable } from '../../components/data-table.js';
import { Empty } from '../../components/empty.js';
import { RelativeTime } from '../../components/relative-time.js';
import { StatusBadge } from '../../components/status-badge.js';
import { tellFailure } from '../../components/tell.js';
import { t } from '../../texts/en.js';
import { AuditPage } from './audit-page.js';
import { bytesWords } from './bytes-words.js';
import { chipsOf } from './chip-words.js';
import { searchIn } from './search-in.js';
import { useConnectionName } from './use-connection-name.js';

const texts = t.audit.exports;

/** `/audit/exports` */
export function ExportsScreen() {
  const { data, error, refetch } = useAuditExports();
  return (
    <AuditPage part="exports" lead={texts.listLead}>
      <Panel flush>
        <DataTable
          label={texts.list}
          columns={COLUMNS}
          rows={data}
          rowId={({ id }) => id}
          error={error ?? undefined}
          onRetry={() => void refetch()}
          empty={
            <Empty
              title={texts.empty}
              action={
                <Button component={Link} to="/audit" variant="default" size="sm">
                  {t.audit.parts.entries}
                </Button>
              }
            >
              {texts.emptyDo}
            </Empty>
          }
        />
      </Panel>
    </AuditPage>
  );
}

const COLUMNS: ColumnDef<AuditExport>[] = [
  {
    header: texts.madeAt,
    cell: ({ row: { original } }) => (
      <>
        <RelativeTime at={original.madeAt} />
        <Text size="xs" c="dimmed">
          {original.actor}
        </Text>
      </>
    ),
  },
  { header: texts.what, meta: { width: '40%', from: 'sm' }, cell: ({ row: { original } }) => <What {...original} /> },
  {
    header: texts.entries,
    meta: { from: 'sm' },
    cell: ({ row: { original } }) => original.entries?.toLocaleString('en') ?? t.audit.table.none,
  },
  {
    header: texts.file,
    cell: ({ row: { original } }) => (
      <>
        {original.format.toUpperCase()}
        {original.bytes !== null && (
          <Text size="xs" c="dimmed">
            {bytesWords(original.bytes)}
          </Text>
        )}
      </>
    ),
  },
  {
    header: texts.manifest,
    cell: ({ row: { original } }) =>
      original.finishedAt === null ? (
        <StatusBadge tone="quiet">{texts.unfinished}</StatusBadge>
      ) : (
        <Anchor component="button" size="sm" onClick={() => void save(original)}>
          {texts.saveManifest}
        </Anchor>
      ),
  },
];

function What({ filter }: AuditExport) {
  const nameOf = useConnectionName();
  const words = chipsOf(searchIn(filter), nameOf).map((chip) => chip.words);
  return words.length === 0 ? texts.everything : words.join(' · ');
}

async function save(made: AuditExport): Promise<void> {
  try {
    await saveManifest(made);
  } catch (error) {
    tellFailure(error);
  }
}
