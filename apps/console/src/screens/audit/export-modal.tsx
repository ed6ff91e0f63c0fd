import { Modal } from '@mantine/core';
import type { Total } from '../../api/audit-entries.js';
import type { AuditFilter } from '../../api/audit-filter.js';

interface ExportModalProps {
  opened: boolean;
  onClose: () => void;
  filter: AuditFilter;
  total: Total | undefined;
}

export function ExportModal({ opened, onClose }: ExportModalProps) {
  return <Modal opened={opened} onClose={onClose} />;
}
