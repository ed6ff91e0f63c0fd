import { Button, Checkbox, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { type DriftFinding, useDismiss, useDrift, useReconcile } from '../../../api/drift.js';
import { useJobs } from '../../../api/jobs.js';
import type { TargetDetails } from '../../../api/targets.js';
import { Panel } from '../../../app/panel.js';
import { Allowed } from '../../../auth/allowed.js';
import { ActButton } from '../../../components/act-button.js';
import { DataTable } from '../../../components/data-table.js';
import { Empty } from '../../../components/empty.js';
import { RelativeTime } from '../../../components/relative-time.js';
import { tellFailure } from '../../../components/tell.js';
import { t } from '../../../texts/en.js';
import classes from './drift-panel.module.css';
import { RepairModal } from './repair-modal.js';

const texts = t.targets.drift;

/** How the site differs from the directory, by the last comparison, and what is done about it. */
export function DriftPanel({ target }: { target: TargetDetails }) {
  const drift = useDrift(target.id);
  const findings = useMemo(() => drift.data?.pages.flatMap((page) => page.findings), [drift.data]);
  const counts = drift.data?.pages[0]?.counts ?? [];
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  const mendable = counts.some(({ group, state }) => isMendable(group) && state !== 'repairing');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [repairing, setRepairing] = useState<readonly DriftFinding[] | 'all'>();
  const dismiss = useDismiss(target.id);
  const columns = useColumns(findings ?? [], chosen, setChosen);
  const there = (findings ?? []).filter(({ id }) => chosen.has(id));

  function leave(): void {
    dismiss.mutate(
      there.map(({ id }) => id),
      {
        onSuccess: ({ dismissed }) => {
          setChosen(new Set());
          notifications.show({ message: texts.dismissed(dismissed), color: 'gray' });
        },
        onError: tellFailure,
      },
    );
  }

  return (
    <Panel title={texts.title} actions={<CompareButton target={target} />} flush>
      <Group justify="space-between" gap="sm" className={classes.bar}>
        <Text size="sm" c="dimmed" role="status">
          {there.length > 0 ? texts.chosen(there.length) : total > 0 ? texts.found(total) : texts.lead}
        </Text>
        {there.length > 0 ? (
          <Group gap="xs">
            {there.some(({ group }) => isMendable(group)) && (
              <ActButton onClick={() => setRepairing(there)}>{texts.repair}</ActButton>
            )}
            <ActButton loading={dismiss.isPending} onClick={leave}>
              {texts.dismiss}
            </ActButton>
          </Group>
        ) : (
          mendable && <ActButton onClick={() => setRepairing('all')}>{texts.repairAll}</ActButton>
        )}
      </Group>
      <DataTable
        label={texts.title}
        columns={columns}
        rows={findings}
        rowId={({ id }) => String(id)}
        error={drift.error ?? undefined}
        onRetry={() => void drift.refetch()}
        hasMore={drift.hasNextPage}
        loadingMore={drift.isFetchingNextPage}
        onMore={() => void drift.fetchNextPage()}
        height="28rem"
        empty={<Empty title={texts.none}>{texts.noneDo}</Empty>}
      />
      {repairing !== undefined && (
        <RepairModal
          target={target.id}
          findings={repairing}
          shown={findings ?? []}
          onClose={() => setRepairing(undefined)}
          onDone={() => setChosen(new Set())}
        />
      )}
    </Panel>
  );
}

/** An account that is nobody's is reported only. */
const isMendable = (group: string): boolean => group !== 'unlinked';

function CompareButton({ target }: { target: TargetDetails }) {
  const reconcile = useReconcile(target.id);
  const { data } = useJobs(target.id);
  const running = data?.some(({ kind, state }) => kind === 'reconcile' && state === 'running') ?? false;

  function compare(): void {
    reconcile.mutate('policy', {
      onSuccess: () => notifications.show({ message: texts.started, color: 'green' }),
      onError: tellFailure,
    });
  }

  return (
    <Allowed needs="operator">
      <Button size="sm" variant="default" loading={running || reconcile.isPending} onClick={compare}>
        {texts.compare}
      </Button>
    </Allowed>
  );
}

type Choose = (chosen: ReadonlySet<number>) => void;

function useColumns(
  findings: readonly DriftFinding[],
  chosen: ReadonlySet<number>,
  choose: Choose,
): ColumnDef<DriftFinding>[] {
  return useMemo(() => {
    const all = findings.length > 0 && findings.every(({ id }) => chosen.has(id));
    const toggle = (id: number): void => {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      choose(next);
    };
    return [
      {
        id: 'chosen',
        meta: { width: '2.5rem' },
        header: () => (
          <Checkbox
            size="xs"
            aria-label={texts.chooseAll}
            checked={all}
            indeterminate={!all && chosen.size > 0}
            onChange={() => choose(all ? new Set() : new Set(findings.map(({ id }) => id)))}
          />
        ),
        cell: ({ row: { original } }) => (
          <Checkbox
            size="xs"
            aria-label={texts.choose(whoOf(original))}
            checked={chosen.has(original.id)}
            onChange={() => toggle(original.id)}
          />
        ),
      },
      { header: texts.who, meta: { width: '22%' }, cell: ({ row: { original } }) => <Who finding={original} /> },
      { header: texts.what, cell: ({ row: { original } }) => <What finding={original} /> },
      { header: texts.wanted, meta: { from: 'sm' }, cell: ({ row: { original } }) => <Value of={original.wanted} /> },
      { header: texts.is, meta: { from: 'sm' }, cell: ({ row: { original } }) => <Value of={original.found} /> },
      {
        header: texts.seen,
        meta: { from: 'md', width: '8rem' },
        cell: ({ row: { original } }) => <RelativeTime at={original.firstSeen} />,
      },
      {
        header: texts.state,
        meta: { from: 'sm', width: '8rem' },
        cell: ({ row: { original } }) => texts.states[original.state as keyof typeof texts.states] ?? original.state,
      },
    ];
  }, [findings, chosen, choose]);
}

/** `login: admin, email: …` of an object, `editor, author` of a list. */
function valueWords(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  if (Array.isArray(value)) return value.map(valueWords).join(', ');
  if (value === null || value === undefined || value === '') return t.common.changes.absent;
  if (typeof value !== 'object') return String(value as number | boolean);
  return Object.entries(value)
    .map(([name, each]) => `${name}: ${valueWords(each)}`)
    .join(', ');
}

const whoOf = ({ userName, login, id }: DriftFinding): string => userName ?? login ?? String(id);

function Who({ finding }: { finding: DriftFinding }) {
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {whoOf(finding)}
    </Text>
  );
}

function What({ finding }: { finding: DriftFinding }) {
  const { group, path, note, wanted, found } = finding;
  return (
    <>
      <Text size="sm">{texts.groups[group as keyof typeof texts.groups] ?? group}</Text>
      {path !== 'account' && (
        <Text size="xs" c="dimmed" ff="monospace">
          {path}
        </Text>
      )}
      {/* Where there is no room for columns of their own. */}
      <Text size="xs" hiddenFrom="sm" component="div" className={classes.value}>
        {texts.wanted}: {valueWords(wanted)}
        <br />
        {texts.is}: {valueWords(found)}
      </Text>
      {note !== null && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </>
  );
}

function Value({ of }: { of: unknown }) {
  if (of === null || of === undefined || of === '')
    return (
      <Text size="xs" c="dimmed">
        {t.common.changes.absent}
      </Text>
    );
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      {valueWords(of)}
    </Text>
  );
}
