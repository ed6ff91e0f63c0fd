import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID of version 7 (RFC 9562 section 5.7): grows with time, so that indexes grow at one end and id order is age. */
export function newResourceId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Ids are case-exact (RFC 7643 section 3.1); what isn't written as ours can't be one of ours. */
export function isResourceId(text: string): boolean {
  return UUID.test(text);
}
