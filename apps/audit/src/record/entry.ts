import type { AttributeChange, Json } from '@usher/events';

export const ENTRY_STATUSES = ['accepted', 'succeeded', 'skipped', 'rejected', 'stale', 'held'] as const;

export const ENTRY_KINDS = ['request', 'outcome', 'operation'] as const;

/** What became of the act: a request is `accepted`; the rest is what a target or an operation made of it. */
export type EntryStatus = (typeof ENTRY_STATUSES)[number];

/** One act as the audit keeps it. It never changes once written. */
export interface AuditEntry {
  /** UUID; the id of the event, which makes a second delivery of the event no second entry. */
  id: string;
  /** When it happened, not when it was recorded: RFC 3339, UTC, milliseconds. */
  occurredAt: string;
  /** Id of the connection (one IdP); null for an act that concerns none. */
  connection: string | null;
  /** `request`: someone asked for a change; `outcome`: what one target did; `operation`: an operator's or access act. */
  kind: (typeof ENTRY_KINDS)[number];
  /**
   * Of a user `create`, `adopt`, `update`, `deactivate`, `reactivate`, `remove_roles`, `delete`, `resync`, `none`;
   * `group.create` and the like.
   */
  action: string;
  status: EntryStatus;
  userName: string | null;
  /** Primary e-mail address of the user. */
  email: string | null;
  /** Login of the WordPress account that an outcome is about. */
  login: string | null;
  /** SCIM id of the user or group. */
  resourceId: string | null;
  externalId: string | null;
  /** Textual IPv4 or IPv6 address of who asked. */
  sourceIp: string | null;
  actor: string | null;
  /** Name of the target (a WordPress site); null for requests. */
  target: string | null;
  targetId: string | null;
  /** In plain words. */
  detail: string;
  /** Machine-readable reason where there is one, e.g. `login_taken`. */
  code: string | null;
  /** W3C trace id: the same for a request and its outcomes. */
  traceId: string | null;
  changes: AttributeChange[];
  /** How an outcome came about: the plan and the request to the site; of a clearing, what it took out. */
  execution: Json;
  /** Of the user or group, counted from 1. */
  revision: number | null;
  /** Id of the request's entry that an outcome belongs to. */
  causeId: string | null;
}

/** An entry as it is kept. */
export interface LedgerEntry extends AuditEntry {
  /** In all entries of all connections, in the order in which they were recorded: 1, 2, 3, ... */
  position: number;
  /** Id of the connection, or `-`: the chain of hashes it belongs to. */
  chain: string;
  /** Number in its chain, from 1. */
  seq: number;
  /** Id of the entry that tells of the erasure of a person who was in this one. */
  erasedBy: string | null;
}
