import { isIP } from 'node:net';
import { DeadLetterError } from '@usher/event-log';
import type {
  AttributeChange,
  EventEnvelope,
  GroupEventData,
  Json,
  OperationEventData,
  Origin,
  OutcomeEventData,
  UserEventData,
  WantedUser,
} from '@usher/events';
import { type AuditEntry, ENTRY_STATUSES, type EntryStatus } from './entry.js';
import { withoutSecrets } from './secrets.js';
import { actionOf, describeGroupRequest, describeRequest, groupVerbOf } from './wording.js';

/** Characters of a name that entries are found by. */
const MOST_FINDABLE = 512;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** @throws {DeadLetterError} for an event that can't be an entry whatever is done. */
export function requestEntry(event: EventEnvelope<UserEventData>): AuditEntry {
  const { connection, user, origin } = event.data;
  const action = actionOf(event.type);
  if (action === undefined) throw new DeadLetterError('unknown_type', `${event.type} is no event of a user`);
  const changes = withoutSecrets(event.data.changes);
  return {
    ...identity(event),
    ...whence(origin),
    connection,
    kind: 'request',
    action,
    status: 'accepted',
    userName: user.userName,
    email: findable(primaryEmail(user.attributes)),
    login: null,
    resourceId: user.id,
    externalId: user.externalId,
    target: null,
    targetId: null,
    detail: describeRequest(action, event.data, changes),
    code: null,
    changes,
    execution: null,
    revision: user.revision,
    causeId: null,
  };
}

/** @throws {DeadLetterError} as {@link requestEntry} does. */
export function groupEntry(event: EventEnvelope<GroupEventData>): AuditEntry {
  const { connection, group, origin } = event.data;
  const verb = groupVerbOf(event.type);
  if (verb === undefined) throw new DeadLetterError('unknown_type', `${event.type} is no event of a group`);
  const changes = withoutSecrets(event.data.changes);
  return {
    ...identity(event),
    ...whence(origin),
    connection,
    kind: 'request',
    action: `group.${verb}`,
    status: 'accepted',
    userName: null,
    email: null,
    login: null,
    resourceId: group.id,
    externalId: group.externalId,
    target: null,
    targetId: null,
    detail: describeGroupRequest(verb, event.data, changes),
    code: null,
    changes: [...changes, ...memberChanges(event.data)],
    execution: null,
    revision: group.revision,
    causeId: null,
  };
}

/** What is longer is no address, and no index takes it: `changes` has it. */
function findable(email: string | null): string | null {
  return email !== null && email.length > MOST_FINDABLE ? null : email;
}

/** The e-mail address marked as primary, else the first (RFC 7643 section 4.1.2). */
function primaryEmail({ emails }: WantedUser['attributes']): string | null {
  if (!Array.isArray(emails)) return null;
  const addresses = emails.flatMap((email) =>
    email !== null && typeof email === 'object' && !Array.isArray(email) && typeof email.value === 'string'
      ? [{ value: email.value, primary: email.primary === true }]
      : [],
  );
  return (addresses.find(({ primary }) => primary) ?? addresses[0])?.value ?? null;
}

/** Who came and who went, not all there are before and after; the sentence has their number, which may be larger. */
function memberChanges({ added, removed }: GroupEventData): AttributeChange[] {
  const changes: AttributeChange[] = [];
  if (added.count > 0) changes.push({ path: 'members', before: null, after: added.values });
  if (removed.count > 0) changes.push({ path: 'members', before: removed.values, after: null });
  return changes;
}

/** @throws {DeadLetterError} as {@link requestEntry} does. */
export function outcomeEntry(event: EventEnvelope<OutcomeEventData>): AuditEntry {
  const { connection, user, target, origin, action, code, detail, account, causeId } = event.data;
  return {
    ...identity(event),
    ...whence(origin),
    connection,
    kind: 'outcome',
    action,
    status: statusOf(event.type.replace(/^outcome\./, '')),
    userName: user.userName,
    email: findable(user.email ?? null),
    login: account?.login ?? null,
    resourceId: user.id,
    externalId: user.externalId,
    target: target.name,
    targetId: target.id,
    detail,
    code,
    changes: withoutSecrets(event.data.changes),
    execution: executionOf(event.data),
    revision: user.revision,
    causeId: UUID.test(causeId) ? causeId : null,
  };
}

/** @throws {DeadLetterError} as {@link requestEntry} does. */
export function operationEntry(event: EventEnvelope<OperationEventData>): AuditEntry {
  const { connection, user, target, origin, action, code, status, detail } = event.data;
  return {
    ...identity(event),
    ...whence(origin),
    connection,
    kind: 'operation',
    action,
    status: statusOf(status),
    userName: user?.userName?.slice(0, MOST_FINDABLE) ?? null,
    email: null,
    login: null,
    resourceId: user?.id ?? null,
    externalId: user?.externalId ?? null,
    target: target?.name ?? null,
    targetId: target?.id ?? null,
    detail,
    code: code ?? null,
    changes: withoutSecrets(event.data.changes),
    execution: null,
    revision: null,
    causeId: null,
  };
}

/** As the event tells it, with the time of the request; null for an event of a version that told nothing. */
function executionOf({ askedAt, execution }: OutcomeEventData): Json {
  if (execution === undefined && askedAt === undefined) return null;
  return { askedAt: askedAt ?? null, ...execution } as unknown as Json;
}

function identity(event: EventEnvelope): Pick<AuditEntry, 'id' | 'occurredAt'> {
  if (!UUID.test(event.id)) throw new DeadLetterError('invalid_id', `the event's id ${event.id} is no UUID`);
  const time = new Date(event.time);
  if (Number.isNaN(time.getTime())) throw new DeadLetterError('invalid_time', `${event.time} is no time`);
  return { id: event.id.toLowerCase(), occurredAt: time.toISOString() };
}

function statusOf(text: string): EntryStatus {
  const status = ENTRY_STATUSES.find((known) => known === text);
  if (status === undefined) throw new DeadLetterError('unknown_status', `${text} is no status of an entry`);
  return status;
}

function whence(origin: Origin): Pick<AuditEntry, 'sourceIp' | 'actor' | 'traceId'> {
  return { sourceIp: plainAddress(origin.sourceIp), actor: origin.actor, traceId: origin.traceId };
}

/** An IPv4 address that came over an IPv6 socket is kept as IPv4, so that one address has one spelling. */
export function plainAddress(text: string): string | null {
  const address = text.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIP(address) === 0 ? null : address;
}
