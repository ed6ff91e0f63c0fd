/**
 * The REST protocol of the connector plugin, `/wp-json/usher/v1/`. Shared by the client and the plugin's tests.
 *
 *   GET  /ping                    -> { authorization, applicationPasswords } booleans, without credentials: whether the
 *                                    Authorization header arrives, whether the site accepts application passwords
 *   GET  /status                  -> SiteStatus, blank in part for a user without the capability `usher_provision`
 *   GET  /users/{scimId}          -> ConnectorAccount, or 404 `usher_unknown_user`
 *   GET  /users?login= | ?email=  -> { accounts: ConnectorAccount[] } exact match, 0 or 1 entries
 *   POST /users/{scimId}/{upsert|deactivate|reactivate|delete}  one operation without `op` and `scimId` -> OperationResult
 *   POST /batch { operations: Operation[] } -> { results: OperationResult[] } one for each, in order; at most 50
 */
export const MAX_BATCH = 50;

export interface AccountFields {
  user_login: string;
  user_email: string;
  first_name?: string;
  last_name?: string;
  display_name?: string;
  nickname?: string;
  user_url?: string;
  description?: string;
  locale?: string;
}

interface OperationBase {
  /** The SCIM id of the user: the key of the link. */
  scimId: string;
  /** An operation with a revision below the one applied is `stale` and changes nothing. */
  revision: number;
}

/** Make the account be there, with these fields, active or not. `user_login` serves creation only. */
export interface UpsertOperation extends OperationBase {
  op: 'upsert';
  active: boolean;
  fields: AccountFields;
  /** usermeta to set; null removes a key. */
  meta?: Record<string, string | null>;
  /** Role on creation; the site's default role when absent. */
  role?: string;
}

export interface DeactivateOperation extends OperationBase {
  op: 'deactivate';
}
export interface ReactivateOperation extends OperationBase {
  op: 'reactivate';
}
/** Remove the account; posts and links go to `reassign` (a login), or with null to nobody: refused when there is content. */
export interface DeleteOperation extends OperationBase {
  op: 'delete';
  reassign: string | null;
}

export type Operation = UpsertOperation | DeactivateOperation | ReactivateOperation | DeleteOperation;

export interface ConnectorAccount {
  id: number;
  login: string;
  email: string;
  active: boolean;
  scimId: string | null;
  revision: number | null;
  fields: AccountFields;
  /** For a deactivated account those that it gets back on reactivation. */
  roles: string[];
}

/** Reasons for which the site refuses one user while all others go on. */
export const REJECTION_CODES = [
  'invalid_login',
  'login_too_long',
  'login_taken',
  'invalid_email',
  'email_taken',
  'unknown_role',
  'reassign_unknown',
  'has_content',
  'protected_account',
  'invalid_operation',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

export type OperationResult = { scimId: string } & (
  | {
      /** `unchanged`: the account was so already. For delete: `unchanged` when there was none. */
      status: 'applied' | 'unchanged';
      /** What was done. */
      action: 'create' | 'update' | 'deactivate' | 'reactivate' | 'delete' | 'none';
      /** Null after a delete. */
      account: ConnectorAccount | null;
      /** WordPress field names that differ now; usermeta as `meta.<key>`. */
      changed: string[];
    }
  | { status: 'stale'; revision: number; account: ConnectorAccount | null }
  | {
      status: 'rejected';
      code: RejectionCode;
      message: string;
      /** SCIM id of the user whose account has the login or e-mail address; absent when it is no provisioned user. */
      holder?: string;
    }
  /** A fault of the site while it did this one (database error, lock busy): try again. */
  | { status: 'failed'; code: string; message: string }
);

export interface SiteStatus {
  plugin: { version: string; protocol: 1 };
  wordpress: { version: string; multisite: boolean; locale: string; siteUrl: string };
  php: { version: string };
  roles: string[];
  defaultRole: string;
  /** The authenticated user and which of the capabilities it needs it lacks. */
  caller: { login: string; missingCapabilities: string[] };
}
