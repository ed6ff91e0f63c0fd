import { type ConnectionSummary, expiresSoon } from '../../../api/connections.js';

type Facts = Pick<ConnectionSummary, 'nextExpiry' | 'unusedTokens'>;

/** Why the tokens of a connection are worth a look; null: they aren't. The end of one counts before all else. Pure. */
export function tokensInQuestion({ nextExpiry, unusedTokens }: Facts, now: number): 'expiring' | 'unused' | null {
  if (expiresSoon(nextExpiry, now)) return 'expiring';
  return unusedTokens > 0 ? 'unused' : null;
}
