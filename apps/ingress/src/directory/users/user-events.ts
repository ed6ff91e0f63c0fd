import { randomUUID } from 'node:crypto';
import { encodeEvent, type EventMessage, TOPICS, type UserEventData, type UserEventType } from '@usher/events';
import { diffAttributes, type ScimAttributes } from '@usher/scim';
import type { Cause } from '../cause.js';
import type { UserGroup } from './stored-user.js';
import type { UniqueKeys } from './unique-keys.js';

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
  groups: UserGroup[];
  /** Names of attributes that were sent and aren't kept. */
  ignored?: readonly string[];
  /** The hash that is kept, or TOO_LONG. */
  password?: string | null;
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
      active: !deleted && change.after.active === true,
      deleted,
      attributes: change.after,
      groups: deleted ? [] : change.groups,
      ...(change.password && { password: change.password }),
    },
    changes: deleted ? [] : diffAttributes(change.before, change.after),
    ...(change.ignored?.length && { ignored: [...change.ignored] }),
    ...(cause.awaiting && { awaited: true }),
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

/**
 * What a change of attributes is called; the switch of `active` outweighs what else changed. Who has no `active` any
 * more isn't active: nobody said that this person may come in.
 */
export function changeType(before: ScimAttributes, after: ScimAttributes): UserEventType {
  if (before.active === true && after.active !== true) return 'user.deactivated';
  if (before.active !== true && after.active === true) return 'user.reactivated';
  return 'user.updated';
}
