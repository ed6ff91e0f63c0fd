/*
 * What the core needs to know of an event, of the site and of what was applied before. These shapes are the core's
 * own, so that it imports neither the event contract nor the connector's client; the provisioner, which passes
 * theirs in and takes these out, does not compile when they drift apart.
 */

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The whole wanted state of one user at one revision. */
export interface WantedUser {
  id: string;
  /** Grows by one with every change, the deletion included. */
  revision: number;
  userName: string;
  externalId: string | null;
  active: boolean;
  deleted: boolean;
  /** SCIM attributes under their canonical names (RFC 7643 section 4.1). */
  attributes: { [name: string]: Json };
  groups: readonly { id: string; displayName: string; type?: string }[];
  /** bcrypt hash of the password, where the connection passes passwords on. */
  password?: string;
}

export interface UserEvent {
  /** `ce_id`: the same on the users topic and on the express. */
  id: string;
  /** `user.created` and so on; `user.resynced` asks for the same revision to be applied again. */
  type: string;
  user: WantedUser;
}

/** The WordPress fields that Usher can set. */
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
export type FieldName = keyof AccountFields;

/** A WordPress account as the connector shows it. */
export interface SiteAccount {
  id: number;
  login: string;
  active: boolean;
  /** May log in, and has no role for the time being. */
  withoutRoles: boolean;
  /** The revision last applied to it; null when Usher never did. */
  revision: number | null;
  fields: AccountFields;
  /** usermeta, as far as it was asked for; null where there is none. */
  meta: Readonly<Record<string, string | null>>;
  roles: readonly string[];
  /** Those of the roles that the directory gave; null while it never gave any. */
  rolesGiven: readonly string[] | null;
  groups: readonly string[];
  administrator: boolean;
}

/** How an account that no SCIM user has yet is found. */
export type MatchKey =
  | { by: 'id'; value: string }
  | { by: 'login'; value: string }
  | { by: 'email'; value: string }
  | { by: 'meta'; key: string; value: string };

export type Heir = { by: 'login' | 'email' | 'scimId'; value: string };

export const PRIVILEGES = ['adopt', 'change', 'promote'] as const;
/** What may be done to accounts with rights over the site. */
export type Privilege = (typeof PRIVILEGES)[number];

interface OperationBase {
  scimId: string;
  revision: number;
  allow?: readonly Privilege[];
}
export interface UpsertOperation extends OperationBase {
  op: 'upsert';
  active: boolean;
  withoutRoles?: boolean;
  fields: AccountFields;
  meta?: Record<string, string | null>;
  onCreate?: {
    fields?: Partial<Omit<AccountFields, 'user_login' | 'user_email'>>;
    meta?: Record<string, string>;
  };
  loginAlternatives?: readonly string[];
  match?: readonly MatchKey[];
  /** SCIM id of a user whom the directory has deleted, and whose account may be found too. */
  succeeds?: string;
  roles?: { given: readonly string[]; fallback: string | null };
  groups?: readonly string[];
  password?: string;
}
export interface DeactivateOperation extends OperationBase {
  op: 'deactivate';
}
export interface RemoveRolesOperation extends OperationBase {
  op: 'remove_roles';
}
export interface DeleteOperation extends OperationBase {
  op: 'delete';
  reassign: readonly Heir[];
}
export type Operation = UpsertOperation | DeactivateOperation | RemoveRolesOperation | DeleteOperation;

export const ACTIONS = [
  'create',
  'adopt',
  'update',
  'deactivate',
  'reactivate',
  'remove_roles',
  'delete',
  'none',
] as const;
export type Action = (typeof ACTIONS)[number];

/** An account that a matching key found. */
export interface Candidate {
  id: number;
  login: string;
  email: string;
  administrator: boolean;
  by: MatchKey;
}

/** The connector's answer for one operation. */
export type OperationResult =
  | {
      status: 'applied' | 'unchanged';
      action: Action;
      account: SiteAccount | null;
      /** Field names, usermeta as `meta.<key>`, `roles`, `groups`, `password`. */
      changed: readonly string[];
      /** With `adopt`: the key that found the account. */
      adopted?: MatchKey;
      /** With `adopt`: SCIM id of the deleted user whose account it was. */
      predecessor?: string;
      /** With `delete`: who has the content now. */
      heir?: string;
    }
  | { status: 'stale'; revision: number; account: SiteAccount | null }
  | {
      status: 'rejected';
      code: string;
      message: string;
      /** SCIM id of the user whose account has the login or e-mail address; absent when it is no provisioned user. */
      holder?: string;
      candidates?: readonly Candidate[];
    }
  | { status: 'failed'; code: string; message: string };

export const LINK_STATUSES = [
  'active',
  'inactive',
  /** May log in, and has no role: by policy. */
  'without_roles',
  'deleted',
  /** There is no account, by policy: out of scope, switched off, or inactive before one was made. */
  'absent',
  /** The last revision could not be applied; an account may be there from an earlier one. */
  'rejected',
  /** Several accounts could be this user's: an operator has to choose. */
  'ambiguous',
  /** A departure that waits for an operator's approval; the account is as before. */
  'held',
] as const;
export type LinkStatus = (typeof LINK_STATUSES)[number];

/** What is remembered of one user in one site. */
export interface Link {
  /** Null while there is no account, and after its deletion. */
  wordpressId: number | null;
  login: string | null;
  /** The last revision that was brought to an end here, whatever the end was. */
  revision: number;
  /** Id of the event that did. */
  causeId: string;
  status: LinkStatus;
  /** What Usher last set, by WordPress field name, usermeta as `meta.<key>`; null when it never did. */
  fields: Readonly<Record<string, string>> | null;
  /** Hash of the last operation's state: equal hashes mean that the same thing was wanted. */
  stateHash: string | null;
}
