import type { TargetSummary } from '../api/targets.js';
import type { Tone } from './status-badge.js';
import { t } from '../texts/en.js';

const texts = t.targets.state;

export interface StateWords {
  tone: Tone;
  text: string;
  /** What it means and what becomes of it; null when all is well. */
  lead: string | null;
  /** In the site's or Usher's own words. */
  reason: string | null;
  /** It is going on right now. */
  pulse: boolean;
}

type StateFacts = Pick<TargetSummary, 'state' | 'paused' | 'reason' | 'pausedUntil'> & {
  work: Pick<TargetSummary['work'], 'waiting' | 'failed'>;
};

/** How a site is, in words. Pure. */
export function siteWords({ state, paused, reason, pausedUntil, work }: StateFacts): StateWords {
  const blank = { lead: null, reason: null, pulse: false };
  if (paused) return { ...blank, tone: 'info', text: texts.paused, lead: texts.pausedLead };
  switch (state) {
    case 'quarantined':
      return { ...blank, tone: 'bad', text: texts.quarantined, lead: texts.quarantineLead, reason };
    case 'stopped':
      return { ...blank, tone: 'quiet', text: texts.stopped, reason };
    case 'paused': {
      const text = pausedUntil === null ? texts.retrying : texts.waiting;
      return { ...blank, tone: 'warn', text, lead: texts.retryLead, reason, pulse: true };
    }
    case 'ready':
      if (work.failed > 0)
        return { ...blank, tone: 'warn', text: texts.retrying, lead: texts.failing(work.failed), pulse: true };
      if (work.waiting > 0) return { ...blank, tone: 'good', text: texts.working, pulse: true };
      return { ...blank, tone: 'good', text: texts.ready };
  }
}
