/**
 * The REST protocol of the connector plugin, version 2, `/wp-json/usher/v1/`. Shared by the client and the plugin's
 * tests.
 *
 *   GET  /ping                    -> { authorization, applicationPasswords } booleans, without credentials: whether the
 *                                    Authorization header arrives, whether the site accepts application passwords
 *   GET  /status                  -> SiteStatus, blank in part for a user without the capability `usher_provision`
 *   GET  /users/{scimId}          -> ConnectorAccount, or 404 `usher_unknown_user`
 *   GET  /users?login= | ?email=  -> { accounts: ConnectorAccount[] } exact match, 0 or 1 entries
 *   POST /users/{scimId}/{op}     one operation without `op` and `scimId` -> OperationResult
 *   POST /batch { operations: Operation[] } -> { results: OperationResult[] } one for each, in order; at most 50
 *   POST /match { scimId, match: MatchKey[], succeeds? } -> MatchResult: which account an upsert would take; changes
 *                                    nothing
 *   GET  /accounts?after=&limit=&meta=a,b   -> AccountPage: every account of the site by ascending id
 *   PUT  /settings SiteSettings   -> SiteSettings: what the plugin shows in WordPress's own screens
 */
export const PROTOCOL = 2;
export const MAX_BATCH = 50;
/** Accounts in one page at most. */
export const MAX_PAGE = 200;

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

/**
 * What the caller may do to accounts with rights over the site. Each counts only where an administrator has allowed
 * the same in the plugin's own screen: stolen credentials alone must not open the site.
 * adopt: take such an account for a SCIM user; change: update, shut or delete one that was taken; promote: give such a
 * role.
 */
export const PRIVILEGES = ['adopt', 'change', 'promote'] as const;
export type Privilege = (typeof PRIVILEGES)[number];

interface OperationBase {
  /** The SCIM id of the user: the key of the link. */
  scimId: string;
  /** An operation with a revision below the one applied is `stale` and changes nothing. */
  revision: number;
  allow?: readonly Privilege[];
}

/** How an account that Usher doesn't know yet is found. Only accounts that no SCIM user has are looked at. */
export type MatchKey =
  | { by: 'id'; value: string }
  | { by: 'login'; value: string }
  | { by: 'email'; value: string }
  | { by: 'meta'; key: string; value: string };

/** Make the account be there, with these fields, active or not. `user_login` serves creation only. */
export interface UpsertOperation extends OperationBase {
  op: 'upsert';
  active: boolean;
  /** The account may log in and has no role; those it had come back without this. Only with `active`. */
  withoutRoles?: boolean;
  fields: AccountFields;
  /** usermeta to set; null removes a key. */
  meta?: Record<string, string | null>;
  /** Set when the account is made, never after, and not on an account that was adopted. */
  onCreate?: {
    fields?: Partial<Omit<AccountFields, 'user_login' | 'user_email'>>;
    meta?: Record<string, string>;
  };
  /** Logins to make the account with, in this order, when `fields.user_login` is another account's. */
  loginAlternatives?: readonly string[];
  /** All that find an account have to find the same; else it is `ambiguous_match`. Absent or empty: nothing is adopted. */
  match?: readonly MatchKey[];
  /** SCIM id of a user who is gone for good: `match` may find that user's account as well, which goes on as it was left. */
  succeeds?: string;
  /**
   * Roles that the directory gives: `given`, or with none the `fallback`, or with null the site's default role when the
   * account is made. Roles that a person gave by hand stay. Absent: roles are not managed.
   */
  roles?: { given: readonly string[]; fallback: string | null };
  /**
   * Names of the directory's groups, kept as one usermeta row `usher_group` each (on a network after the prefix of
   * the site). Absent: not managed.
   */
  groups?: readonly string[];
  /** bcrypt hash (`$2y$...`) of the password that the directory has; written when it differs from the last one. */
  password?: string;
}

/** Shut the account out: it stays, with its profile and content; its roles are kept for its return. */
export interface DeactivateOperation extends OperationBase {
  op: 'deactivate';
}
export interface ReactivateOperation extends OperationBase {
  op: 'reactivate';
}
/** The account may log in and has no role any more; they come back with the next upsert without `withoutRoles`. */
export interface RemoveRolesOperation extends OperationBase {
  op: 'remove_roles';
}
/** Who may inherit content. */
export type Heir = { by: 'login' | 'email' | 'scimId'; value: string };
/**
 * Remove the account; posts and links go to the first heir that this site has. With none of them there, or none
 * named, an account that has content is refused.
 */
export interface DeleteOperation extends OperationBase {
  op: 'delete';
  /** A login is short for one heir `by: 'login'`. */
  reassign: string | null | readonly Heir[];
}

export type Operation =
  UpsertOperation | DeactivateOperation | ReactivateOperation | RemoveRolesOperation | DeleteOperation;

export interface ConnectorAccount {
  id: number;
  login: string;
  email: string;
  active: boolean;
  /** By `remove_roles` or `withoutRoles`. */
  withoutRoles: boolean;
  scimId: string | null;
  revision: number | null;
  fields: AccountFields;
  /** usermeta: the keys of the operation, or those asked for; null where there is none. */
  meta: Record<string, string | null>;
  /** For an account without them those that it gets back. */
  roles: string[];
  /** Those of `roles` that the directory gave; null while it never gave any. */
  rolesGiven: string[] | null;
  groups: string[];
  /** Has rights over the site: see {@link Privilege}. */
  administrator: boolean;
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
  'ambiguous_match',
  'invalid_operation',
] as const;
export type RejectionCode = (typeof REJECTION_CODES)[number];

/** An account that a key found. */
export interface Candidate {
  id: number;
  login: string;
  email: string;
  administrator: boolean;
  /** The key that found it. */
  by: MatchKey;
}

export type OperationResult = { scimId: string } & (
  | {
      /** `unchanged`: the account was so already. For delete: `unchanged` when there was none. */
      status: 'applied' | 'unchanged';
      /** What was done. `adopt`: an account that was there became this user's (and was updated, where it differed). */
      action: 'create' | 'adopt' | 'update' | 'deactivate' | 'reactivate' | 'remove_roles' | 'delete' | 'none';
      /** Null after a delete. */
      account: ConnectorAccount | null;
      /** WordPress field names that differ now; usermeta as `meta.<key>`; `roles`, `groups`, `password`. */
      changed: string[];
      /** With `adopt`: the key that found the account. */
      adopted?: MatchKey;
      /** With `adopt`: whose account it was, by `succeeds`. */
      predecessor?: string;
      /** With `delete`: login of who has the content now, when there was any. */
      heir?: string;
    }
  | { status: 'stale'; revision: number; account: ConnectorAccount | null }
  | {
      status: 'rejected';
      code: RejectionCode;
      message: string;
      /** SCIM id of the user whose account has the login or e-mail address; absent when it is no provisioned user. */
      holder?: string;
      /** With `ambiguous_match` (two or more), and with `protected_account` on adoption. */
      candidates?: Candidate[];
    }
  /** A fault of the site while it did this one (database error, lock busy): try again. */
  | { status: 'failed'; code: string; message: string }
);

/** What an upsert with these keys would find. */
export interface MatchResult {
  /** The account this SCIM user has already, or the one that would be adopted; null: one would be made. */
  account: ConnectorAccount | null;
  /** The first key that found it, or the first candidate; null for an account that the user has already. */
  by: MatchKey | null;
  /** Two or more: an operator has to choose. */
  candidates: Candidate[];
}

export interface AccountPage {
  accounts: ConnectorAccount[];
  /** `after` of the next page; null on the last. */
  next: number | null;
}

/** A usermeta key that WordPress's Users screen shows as a column, sortable and searchable. */
export interface Column {
  key: string;
  label: string;
}
export interface SiteSettings {
  columns: readonly Column[];
}

export interface SiteStatus {
  plugin: { version: string; protocol: number };
  wordpress: { version: string; multisite: boolean; locale: string; siteUrl: string };
  php: { version: string };
  roles: string[];
  /** Those of `roles` that give rights over the site. */
  privilegedRoles: string[];
  defaultRole: string;
  /** Installed languages, such as `de_DE`; `en_US` always. */
  locales: string[];
  /** User meta that plugins have registered (`register_meta`), with their description where there is one. */
  registeredMeta: { key: string; description: string }[];
  /** What an administrator of the site has allowed. */
  privileges: Privilege[];
  settings: SiteSettings;
  accounts: { total: number; linked: number; inactive: number };
  /** The authenticated user and which of the capabilities it needs it lacks. */
  caller: { login: string; missingCapabilities: string[] };
}
