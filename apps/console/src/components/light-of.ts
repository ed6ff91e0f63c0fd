import type { ConnectionSummary } from '../api/connections.js';
import type { Tone } from './status-badge.js';
import { t } from '../texts/en.js';

const DAY = 86_400_000;

/** How a connection is, at a glance. */
export function lightOf(
  connection: Pick<ConnectionSummary, 'archived' | 'liveTokens' | 'lastRequest'>,
  now: Date,
): { tone: Tone; text: string } {
  if (connection.archived !== null) return { tone: 'quiet', text: t.setup.light.archived };
  if (connection.liveTokens === 0) return { tone: 'warn', text: t.setup.light.noToken };
  if (connection.lastRequest === null) return { tone: 'info', text: t.setup.light.waiting };
  const recent = now.getTime() - Date.parse(connection.lastRequest) < DAY;
  return recent ? { tone: 'good', text: t.setup.light.connected } : { tone: 'quiet', text: t.setup.light.quiet };
}
