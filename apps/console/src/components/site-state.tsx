import type { TargetSummary } from '../api/targets.js';
import { siteWords } from './site-words.js';
import { StatusBadge } from './status-badge.js';

/** Whether a site is served. */
export function SiteState({ target }: { target: TargetSummary }) {
  const { tone, text, pulse } = siteWords(target);
  return (
    <StatusBadge tone={tone} pulse={pulse}>
      {text}
    </StatusBadge>
  );
}
