import { randomUUID } from 'node:crypto';
import {
  encodeEvent,
  type EventMessage,
  type Origin,
  TOPICS,
  type UserEventData,
  type UserEventType,
} from '@usher/events';
import { diffAttributes, type ScimAttributes } from '@usher/scim';
import type { UniqueKeys } from './unique-keys.js';

/** Who changes something, on behalf of which connection. */
export interface Cause {
  connection: string;
  origin: Origin;
  /** W3C `traceparent` of the request. */
  traceparent: string;
}

/** One event, ready for the outbox. */
export interface UserEvent extends EventMessage {
  /** Travels on the express as well. */
  leaver: boolean;
}

export interface UserChange {
  type: UserEventType;
  id: string;
  revision: number;
  keys: UniqueKeys;
  before: ScimAttributes;
  after: ScimAttributes;
  /** RFC 3339, UTC. */
  time: string;
}

export function userEvent(cause: Cause, change: UserChange): UserEvent {
  const deleted = change.type === 'user.deleted';
  const data: UserEventData = {
    connection: cause.connection,
    user: {
      id: change.id,
      revision: change.revision,
      userName: change.keys.userName,
      externalId: change.keys.externalId,
      active: !deleted && change.after.active !== false,
      deleted,
      attributes: change.after,
      groups: [],
    },
    changes: deleted ? [] : diffAttributes(change.before, change.after),
    origin: cause.origin,
  };
  const message = encodeEvent(TOPICS.users, `${cause.connection}:${change.id}`, {
    id: randomUUID(),
    type: change.type,
    source: '/usher/ingress',
    subject: change.id,
    time: change.time,
    traceparent: cause.traceparent,
    data,
  });
  return { ...message, leaver: deleted || change.type === 'user.deactivated' };
}

/** What a change of attributes is called; the switch of `active` outweighs what else changed. */
export function changeType(before: ScimAttributes, after: ScimAttributes): UserEventType {
  if (before.active !== false && after.active === false) return 'user.deactivated';
  if (before.active === false && after.active !== false) return 'user.reactivated';
  return 'user.updated';
}
