import type { TargetSummary } from '../api/targets.js';
import { t } from '../texts/en.js';
import { StatusBadge, type Tone } from './status-badge.js';

const TONES: Record<TargetSummary['state'], Tone> = {
  ready: 'good',
  paused: 'warn',
  quarantined: 'bad',
  stopped: 'quiet',
};

/** Whether a site serves. */
export function SiteState({ state }: { state: TargetSummary['state'] }) {
  return <StatusBadge tone={TONES[state]}>{t.common.site[state]}</StatusBadge>;
}
