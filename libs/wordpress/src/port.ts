import type { ConnectorAccount, Operation, OperationResult, SiteStatus } from './protocol.js';

/**
 * Why a call as a whole gave nothing; the kind fixes what happens next.
 * transient: 5xx, 429, timeout, refused connection, an answer that is no JSON; retry, nothing is skipped.
 * misconfigured: 401/403, plugin missing (404 rest_no_route), Authorization header stripped; an operator must act.
 */
export class SiteError extends Error {
  override readonly name = 'SiteError';
  constructor(
    readonly kind: 'transient' | 'misconfigured',
    readonly code: string,
    message: string,
    /** From Retry-After, in milliseconds. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
  }
}

/** A WordPress site seen through the connector plugin. Every method may throw {@link SiteError} and nothing else. */
export interface WordPressSite {
  status(): Promise<SiteStatus>;
  findByScimId(scimId: string): Promise<ConnectorAccount | null>;
  findByLogin(login: string): Promise<ConnectorAccount | null>;
  findByEmail(email: string): Promise<ConnectorAccount | null>;
  /** Up to MAX_BATCH operations in one request; the results in the same order. */
  batch(operations: readonly Operation[]): Promise<OperationResult[]>;
  close(): Promise<void>;
}
