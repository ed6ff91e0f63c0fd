import { Button, Text, VisuallyHidden } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import { type AuditPolicy, useAuditPolicies } from '../../api/audit-policies.js';
import { useConnections } from '../../api/connections.js';
import { Panel } from '../../app/panel.js';
import { Allowed } from '../../auth/allowed.js';
import { DataTable } from '../../components/data-table.js';
import { t } from '../../texts/en.js';
import { AuditPage } from './audit-page.js';
import { PolicyModal } from './policy-modal.js';
import { COMMON } from './use-connection-name.js';

const texts = t.audit.policies;

export interface NamedPolicy extends AuditPolicy {
  name: string;
}

/** `/audit/policies` */
export function PoliciesScreen() {
  const policies = useAuditPolicies();
  const connections = useConnections(true);
  const [edited, setEdited] = useState<NamedPolicy>();
  const rows = useMemo(
    () => policies.data && connections.data && policyOfEach(policies.data, connections.data),
    [policies.data, connections.data],
  );
  const columns = useMemo(() => columnsOf(setEdited), []);
  return (
    <AuditPage part="policies" lead={texts.lead}>
      <Panel flush>
        <DataTable
          label={texts.label}
          columns={columns}
          rows={rows}
          rowId={({ connection }) => connection}
          error={policies.error ?? connections.error ?? undefined}
          onRetry={() => void Promise.all([policies.refetch(), connections.refetch()])}
          empty={null}
        />
      </Panel>
      <PolicyModal policy={edited} onClose={() => setEdited(undefined)} />
    </AuditPage>
  );
}

/** A connection without a policy keeps everything; one that is gone may have entries, and a policy, still. */
function policyOfEach(
  policies: readonly AuditPolicy[],
  connections: readonly { id: string; name: string }[],
): NamedPolicy[] {
  const known = [...connections, { id: COMMON, name: texts.commonName }];
  const gone = policies.filter(({ connection }) => known.every(({ id }) => id !== connection));
  return [
    ...known.map(({ id, name }) => ({
      ...(policies.find(({ connection }) => connection === id) ?? { connection: id, retentionDays: null, masked: [] }),
      name,
    })),
    ...gone.map((policy) => ({ ...policy, name: policy.connection })),
  ];
}

function columnsOf(edit: (policy: NamedPolicy) => void): ColumnDef<NamedPolicy>[] {
  return [
    {
      header: texts.connection,
      cell: ({ row: { original } }) => (
        <>
          <Text span inherit fw={600}>
            {original.name}
          </Text>
          {original.connection === COMMON && (
            <Text component="div" size="xs" c="dimmed">
              {texts.commonHint}
            </Text>
          )}
        </>
      ),
    },
    {
      header: texts.kept,
      cell: ({ row: { original } }) =>
        original.retentionDays === null ? texts.forGood : texts.days(original.retentionDays),
    },
    {
      header: texts.masked,
      meta: { from: 'sm' },
      cell: ({ row: { original } }) =>
        original.masked.length === 0 ? (
          <Text span inherit c="dimmed">
            {texts.nothingMasked}
          </Text>
        ) : (
          <code>{original.masked.join(', ')}</code>
        ),
    },
    {
      id: 'act',
      header: () => <VisuallyHidden>{t.common.actions}</VisuallyHidden>,
      meta: { width: '6rem' },
      cell: ({ row: { original } }) => (
        <Allowed needs="administrator">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={texts.editOf(original.name)}
            onClick={() => edit(original)}
          >
            {texts.edit}
          </Button>
        </Allowed>
      ),
    },
  ];
}
