import type {
  AccountPage,
  ConnectorAccount,
  MatchKey,
  MatchResult,
  Operation,
  OperationResult,
  SiteSettings,
  SiteStatus,
  UpsertOperation,
} from './protocol.js';

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

/** How the credentials reach WordPress: the second where the host strips the Authorization header. */
export type CredentialsHeader = 'authorization' | 'x-usher-authorization';

/** Which usermeta the accounts shall come with; none when absent. */
export interface WithMeta {
  meta?: readonly string[];
}

/** One page of all accounts: those with an id above `after` (default 0), at most `limit` (default and most: MAX_PAGE). */
export interface PageRequest extends WithMeta {
  after?: number;
  limit?: number;
}

/** A WordPress site seen through the connector plugin. Every method may throw {@link SiteError} and nothing else. */
export interface WordPressSite {
  /** Also fails, as `protocol` (misconfigured), when the plugin is too old or too new for this client. */
  status(): Promise<SiteStatus>;
  /** Found out at the first call of any method, and kept. */
  credentialsIn(): Promise<CredentialsHeader>;
  findByScimId(scimId: string, options?: WithMeta): Promise<ConnectorAccount | null>;
  findByLogin(login: string, options?: WithMeta): Promise<ConnectorAccount | null>;
  findByEmail(email: string, options?: WithMeta): Promise<ConnectorAccount | null>;
  /** Which account an upsert of this user with these keys would take. Changes nothing. */
  match(
    scimId: string,
    keys: readonly MatchKey[],
    options?: WithMeta & Pick<UpsertOperation, 'succeeds'>,
  ): Promise<MatchResult>;
  accounts(page?: PageRequest): Promise<AccountPage>;
  /** Replaces the settings of the plugin; gives them as the site keeps them. */
  saveSettings(settings: SiteSettings): Promise<SiteSettings>;
  /** Up to MAX_BATCH operations in one request; the results in the same order. */
  batch(operations: readonly Operation[]): Promise<OperationResult[]>;
  close(): Promise<void>;
}
