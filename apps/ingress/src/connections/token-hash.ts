import { createHash } from 'node:crypto';

/** SHA-256 in hex. Tokens are random, so a slow hash would only slow down every request. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
