import type { AttributeChange, Origin } from './user-event.js';

/** What happened to the group. The users concerned have events of their own, which carry their whole wanted state. */
export const GROUP_EVENT_TYPES = ['group.created', 'group.updated', 'group.deleted'] as const;
export type GroupEventType = (typeof GROUP_EVENT_TYPES)[number];

/** Members named in an event at most: a group may have a hundred thousand. */
export const MAX_NAMED_MEMBERS = 100;

/** Members that came or went: how many, and the first {@link MAX_NAMED_MEMBERS} by what the IdP calls them. */
export interface MemberDifference {
  count: number;
  values: string[];
}

/** Body of the events of `usher.groups.v1`; key `<connection>:<group id>`. */
export interface GroupEventData {
  /** Id of the connection (one IdP). */
  connection: string;
  group: {
    /** SCIM id (UUID), unique over all connections. */
    id: string;
    /** Starts at 1, grows by one with every change, the deletion included. */
    revision: number;
    displayName: string;
    externalId: string | null;
    deleted: boolean;
  };
  /** Attributes but for the members. */
  changes: AttributeChange[];
  added: MemberDifference;
  removed: MemberDifference;
  /** Attributes in the request that no schema here knows, as the client wrote them: not kept. */
  ignored?: string[];
  origin: Origin;
}
