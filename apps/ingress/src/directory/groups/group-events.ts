import { randomUUID } from 'node:crypto';
import {
  encodeEvent,
  type EventMessage,
  type GroupEventData,
  type GroupEventType,
  MAX_NAMED_MEMBERS,
  type MemberDifference,
  TOPICS,
} from '@usher/events';
import { diffAttributes, type ScimAttributes } from '@usher/scim';
import type { Cause } from '../cause.js';
import type { GroupKeys } from './group-keys.js';
import type { Member } from './stored-group.js';

export interface GroupChange {
  type: GroupEventType;
  id: string;
  revision: number;
  keys: GroupKeys;
  before: ScimAttributes;
  after: ScimAttributes;
  added: readonly Member[];
  removed: readonly Member[];
  ignored?: readonly string[];
  time: Date;
}

export function groupEvent(cause: Cause, change: GroupChange): EventMessage {
  const { type, id, revision, keys } = change;
  const deleted = type === 'group.deleted';
  const data: GroupEventData = {
    connection: cause.connection,
    group: { id, revision, displayName: keys.displayName, externalId: keys.externalId, deleted },
    changes: deleted ? [] : diffAttributes(change.before, change.after),
    added: difference(change.added),
    removed: difference(change.removed),
    ...(change.ignored?.length && { ignored: [...change.ignored] }),
    origin: cause.origin,
  };
  return encodeEvent(TOPICS.groups, `${cause.connection}:${id}`, {
    id: randomUUID(),
    type,
    source: '/usher/ingress',
    subject: id,
    time: change.time.toISOString(),
    traceparent: cause.traceparent,
    data,
  });
}

function difference(members: readonly Member[]): MemberDifference {
  return { count: members.length, values: members.slice(0, MAX_NAMED_MEMBERS).map(({ value }) => value) };
}
