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
  /** The revision last applied to it; null when Usher never did. */
  revision: number | null;
  fields: AccountFields;
}

interface OperationBase {
  scimId: string;
  revision: number;
}
export interface UpsertOperation extends OperationBase {
  op: 'upsert';
  active: boolean;
  fields: AccountFields;
}
export interface DeactivateOperation extends OperationBase {
  op: 'deactivate';
}
export interface DeleteOperation extends OperationBase {
  op: 'delete';
  reassign: string | null;
}
export type Operation = UpsertOperation | DeactivateOperation | DeleteOperation;

export type Action = 'create' | 'update' | 'deactivate' | 'reactivate' | 'delete' | 'none';

/** The connector's answer for one operation. */
export type OperationResult =
  | { status: 'applied' | 'unchanged'; action: Action; account: SiteAccount | null; changed: string[] }
  | { status: 'stale'; revision: number; account: SiteAccount | null }
  | {
      status: 'rejected';
      code: string;
      message: string;
      /** SCIM id of the user whose account has the login or e-mail address; absent when it is no provisioned user. */
      holder?: string;
    }
  | { status: 'failed'; code: string; message: string };

export const LINK_STATUSES = [
  'active',
  'inactive',
  'deleted',
  /** There is no account, by policy: the user was inactive before one was made. */
  'absent',
  /** The last revision could not be applied; an account may be there from an earlier one. */
  'rejected',
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
  /** The fields as Usher last set them; null when it never did. */
  fields: Partial<AccountFields> | null;
  /** Hash of the last operation's state: equal hashes mean that the same thing was wanted. */
  stateHash: string | null;
}

/** What the owner of a site has decided. */
export interface Policy {
  /** Login that inherits the content of deleted accounts; null: an account with content is not deleted. */
  reassignTo: string | null;
}
