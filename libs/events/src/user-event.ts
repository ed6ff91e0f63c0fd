/** What happened to the user; the event still carries the whole wanted state, not the difference. */
export const USER_EVENT_TYPES = [
  'user.created',
  'user.updated',
  'user.deactivated',
  'user.reactivated',
  'user.deleted',
  'user.resynced',
] as const;
export type UserEventType = (typeof USER_EVENT_TYPES)[number];

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The whole wanted state of one user at one revision. */
export interface WantedUser {
  /** SCIM id (UUID), unique over all connections. */
  id: string;
  /** Starts at 1, grows by one with every change, the deletion included. */
  revision: number;
  userName: string;
  externalId: string | null;
  active: boolean;
  /** True in the last event of a user: nothing follows. */
  deleted: boolean;
  /** SCIM attributes (RFC 7643 section 4.1 and extensions under their URN), without `id`, `meta`, `groups`, `password`. */
  attributes: { [name: string]: Json };
  /** Those it is in itself (`direct`) or through another group (`indirect`). */
  groups: { id: string; displayName: string; type?: 'direct' | 'indirect' }[];
  /** bcrypt hash (`$2y$...`) of the password, where the connection passes passwords on; never the password. */
  password?: string;
}

/** One attribute before and after, by its SCIM path: `name.givenName`, `emails`. */
export interface AttributeChange {
  path: string;
  before: Json;
  after: Json;
}

/** Who asked, and from where. */
export interface Origin {
  /** Address of the client behind the trusted proxies, textual IPv4 or IPv6. */
  sourceIp: string;
  /** Id of the bearer token, never the token. */
  tokenId: string;
  /** Human name of who acts: the token's name or an operator's. */
  actor: string;
  /** W3C trace id, 32 hex digits. */
  traceId: string;
}

/** Body of the events of `usher.users.v1` and `usher.leavers.v1`. */
export interface UserEventData {
  /** Id of the connection (one IdP). */
  connection: string;
  user: WantedUser;
  changes: AttributeChange[];
  /** Attributes that the client sent and no schema knows, by name: they aren't kept. Not there for none. */
  ignored?: string[];
  /** The identity provider waits for the sites: their results are told on {@link TOPICS.settlements} as well. */
  awaited?: boolean;
  origin: Origin;
}
