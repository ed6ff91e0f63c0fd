import type { AuditEntry, EntryStatus } from '../api/audit-entries.js';
import { t } from '../texts/en.js';
import { StatusBadge, type Tone } from './status-badge.js';

const TONES: Record<EntryStatus, Tone> = {
  accepted: 'info',
  succeeded: 'good',
  skipped: 'quiet',
  rejected: 'bad',
  stale: 'quiet',
  held: 'warn',
};

/** What became of an act. */
export function EntryStatusBadge({ entry }: { entry: Pick<AuditEntry, 'kind' | 'status'> }) {
  const { kind, status } = entry;
  const words = kind === 'operation' && status === 'rejected' ? t.audit.status.refused : t.audit.status[status];
  return <StatusBadge tone={TONES[status]}>{words}</StatusBadge>;
}
