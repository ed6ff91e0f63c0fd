import { createHash, randomBytes } from 'node:crypto';

/** SHA-256 in hex. Tokens are random, so a slow hash would only slow down every request. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** 256 random bits; the prefix tells people, and scanners for secrets in code, what it is. */
export function newToken(): string {
  return `usher_${randomBytes(32).toString('base64url')}`;
}
