import { createHash } from 'node:crypto';
import {
  encodeEvent,
  type EventEnvelope,
  type EventMessage,
  type OutcomeEventData,
  type OutcomeExecution,
  TOPICS,
  type UserEventData,
} from '@usher/events';
import type { Outcome } from '@usher/provisioning';
import { primaryEmail } from './primary-email.js';

/** Which site the outcome is of. */
export interface OutcomeTarget {
  id: string;
  name: string;
  siteUrl: string;
}

/** How it came about. */
export interface Told {
  /** When it was asked for, RFC 3339; null: nobody asked, its day has come. */
  askedAt: string | null;
  execution: OutcomeExecution;
}

/** Namespace of the ids of outcomes: made up once, never to change. */
const NAMESPACE = Buffer.from('7f0f5b2c6d0e4d0f9a533c1e9c0b7a11', 'hex');

/**
 * The outcome as a message of the log. Its id follows from the event and the target (UUID version 5, RFC 9562), so
 * that an event that is worked on twice tells its outcome under one id and consumers drop the second.
 */
export function outcomeMessage(
  event: EventEnvelope<UserEventData>,
  target: OutcomeTarget,
  outcome: Outcome,
  { askedAt, execution }: Told,
  now: Date,
): EventMessage {
  const { connection, user, origin } = event.data;
  const { id, revision, userName, externalId } = user;
  const data: OutcomeEventData = {
    connection,
    target: { id: target.id, name: target.name, siteUrl: target.siteUrl },
    user: { id, revision, userName, externalId, email: primaryEmail(user) },
    action: outcome.action,
    code: outcome.code,
    detail: outcome.detail,
    account: outcome.account,
    changes: outcome.changes,
    causeId: event.id,
    origin,
    ...(askedAt === null ? {} : { askedAt }),
    execution,
  };
  return encodeEvent(TOPICS.outcomes, `${connection}:${id}`, {
    id: outcomeId(event.id, target.id),
    type: `outcome.${outcome.type}`,
    source: '/usher/provisioner',
    subject: id,
    time: now.toISOString(),
    traceparent: event.traceparent,
    data,
  });
}

export function outcomeId(causeId: string, targetId: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(`${causeId}/${targetId}`).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
