import { t } from '../texts/en.js';
import { StatusBadge } from './status-badge.js';

/** Whether the identity provider wants somebody to be let in. */
export function WantedBadge({ user }: { user: { active: boolean; deleted: string | null } }) {
  const texts = t.people.wanted;
  if (user.deleted !== null) return <StatusBadge tone="quiet">{texts.deleted}</StatusBadge>;
  return user.active ? (
    <StatusBadge tone="good">{texts.active}</StatusBadge>
  ) : (
    <StatusBadge tone="warn">{texts.inactive}</StatusBadge>
  );
}
