import type { Credential } from './credential.js';

/** Machine-readable reasons of a refused access, for the audit. */
export type RefusalCode = 'no_token' | 'invalid_token' | 'network' | 'rate_limit' | 'insufficient_scope';

/** Why a request isn't let in, and how to say so. */
export interface Refusal {
  status: 401 | 403 | 429;
  code: RefusalCode;
  /** What of an invalid token is wrong. */
  reason?: 'unknown_token' | 'revoked_token' | 'expired_token';
  detail: string;
  headers: Readonly<Record<string, string>>;
}

/** RFC 6750 section 3: a challenge with an error only where a token was sent. */
function challenge(error?: 'invalid_token' | 'insufficient_scope', more = ''): Record<string, string> {
  return { 'www-authenticate': `Bearer realm="SCIM"${error === undefined ? '' : `, error="${error}"`}${more}` };
}

function invalid(reason: NonNullable<Refusal['reason']>, detail: string): Refusal {
  const headers = challenge('invalid_token', `, error_description="${detail}"`);
  return { status: 401, code: 'invalid_token', reason, detail, headers };
}

export const NO_TOKEN: Refusal = {
  status: 401,
  code: 'no_token',
  detail: 'Send the bearer token: Authorization: Bearer <token>',
  headers: challenge(),
};
export const UNKNOWN_TOKEN = invalid('unknown_token', 'The bearer token is not valid');
// Only who has the token learns this; it spares the administrator of the IdP a search.
const REVOKED = invalid('revoked_token', 'The bearer token has been revoked');
const EXPIRED = invalid('expired_token', 'The bearer token has expired');
const TOO_MANY: Refusal = {
  status: 429,
  code: 'rate_limit',
  detail: 'Too many requests with this bearer token; try again in a second',
  // Limits are whole requests a second: after one there is room again.
  headers: { 'retry-after': '1' },
};
const READ_ONLY: Refusal = {
  status: 403,
  code: 'insufficient_scope',
  detail: 'The bearer token may read only',
  headers: challenge('insufficient_scope', ', scope="write"'),
};

/** What of a request decides; asked for only where it does, since most tokens may do everything from anywhere. */
export interface Attempt {
  ip(): string;
  /** GET, HEAD or a search by POST. */
  reads(): boolean;
}

/**
 * Whether a request with this token is let in; undefined when it is. Every request but one from a wrong place counts
 * for the limit, so that a client that ignores a 403 is slowed down too.
 */
export function judge(credential: Credential, attempt: Attempt, now: number): Refusal | undefined {
  if (credential.revoked) return REVOKED;
  if (now >= credential.expires) return EXPIRED;
  if (credential.allows !== null && !credential.allows(attempt.ip())) {
    const detail = `The bearer token may not be used from ${attempt.ip()}`;
    return { status: 403, code: 'network', detail, headers: {} };
  }
  if (!credential.meter.take()) return TOO_MANY;
  if (credential.caller.scope === 'read' && !attempt.reads()) return READ_ONLY;
  credential.meter.usedAt = now;
  return undefined;
}
