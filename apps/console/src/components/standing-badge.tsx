import type { Standing, StandingState } from '../api/standings.js';
import { t } from '../texts/en.js';
import { StatusBadge, type Tone } from './status-badge.js';

const TONES: Record<StandingState, Tone> = {
  current: 'good',
  waiting: 'info',
  failed: 'bad',
  held: 'warn',
  ambiguous: 'warn',
  scheduled: 'info',
  none: 'quiet',
};

interface StandingBadgeProps {
  standing: Pick<Standing, 'state' | 'drift' | 'target'>;
  /** Says of which site. */
  named?: boolean;
}

/** How a person stands in a site. */
export function StandingBadge({ standing, named = false }: StandingBadgeProps) {
  const { state, drift, target } = standing;
  const differs = state === 'current' && drift.length > 0;
  const words = differs ? t.people.states.differs : t.people.states[state];
  return (
    <StatusBadge tone={differs ? 'warn' : TONES[state]} pulse={state === 'waiting'}>
      {named ? `${target.name}: ${words}` : words}
    </StatusBadge>
  );
}
