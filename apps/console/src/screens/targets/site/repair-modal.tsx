import { Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type DriftFinding, useRepair } from '../../../api/drift.js';
import { ConfirmModal } from '../../../components/confirm-modal.js';
import { t } from '../../../texts/en.js';

const texts = t.targets.drift;

interface RepairModalProps {
  target: string;
  findings: readonly DriftFinding[] | 'all';
  /** Those that are loaded, to tell what "all" means. */
  shown: readonly DriftFinding[];
  onClose: () => void;
  onDone: () => void;
}

/** Asks before WordPress is changed, and names those whose accounts may go. */
export function RepairModal({ target, findings, shown, onClose, onDone }: RepairModalProps) {
  const repair = useRepair(target);
  const concerned = findings === 'all' ? shown : findings;
  const orphans = concerned.filter(({ group }) => group === 'orphaned').length;

  async function confirm(): Promise<void> {
    await repair.mutateAsync(findings === 'all' ? 'all' : findings.map(({ id }) => id));
    notifications.show({ message: texts.repaired, color: 'green' });
    onDone();
  }

  return (
    <ConfirmModal
      opened
      onClose={onClose}
      title={texts.repairTitle(findings === 'all' ? 'all' : findings.length)}
      action={texts.repair}
      danger={orphans > 0}
      onConfirm={confirm}
    >
      <Stack gap="xs">
        <Text size="sm">{texts.repairLead}</Text>
        {orphans > 0 && (
          <Text size="sm" fw={600}>
            {texts.repairOrphans(orphans)}
          </Text>
        )}
      </Stack>
    </ConfirmModal>
  );
}
