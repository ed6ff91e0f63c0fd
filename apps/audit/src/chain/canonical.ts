import { isIPv6 } from 'node:net';
import type { AuditEntry } from '../record/entry.js';

/** Chain of the acts that concern no connection; no connection can have this id. */
export const COMMON_CHAIN = '-';

export function chainOf(entry: Pick<AuditEntry, 'connection'>): string {
  return entry.connection ?? COMMON_CHAIN;
}

/** What tells of a person, and can be taken out of an entry without breaking its chain. */
export type PersonalPart = Pick<
  AuditEntry,
  'userName' | 'email' | 'login' | 'externalId' | 'detail' | 'changes' | 'execution'
>;

/** The text that {@link personalHash} is made of. A stored entry, read again, gives the same. */
export function canonicalPersonal(entry: PersonalPart): string {
  return canonicalPersonalText(entry, JSON.stringify(entry.changes), JSON.stringify(entry.execution));
}

/** The same of changes and execution that are JSON already. */
export function canonicalPersonalText(
  { userName, email, login, externalId, detail }: Omit<PersonalPart, 'changes' | 'execution'>,
  changes: string,
  execution: string,
): string {
  const words = JSON.stringify([userName, email, login, externalId, detail]);
  return `${words.slice(0, -1)},${changes},${execution}]`;
}

/** Everything else that an entry says. */
export type FactsPart = Omit<AuditEntry, keyof PersonalPart>;

/** Where an entry stands in its chain; `seq` counts from 1 without gaps. */
export interface Place {
  chain: string;
  seq: number;
}

/** The text of everything else, with the entry's place: moved to another, it is another text. */
export function canonicalFacts(entry: FactsPart, { chain, seq }: Place): string {
  const { id, occurredAt, connection, kind, action, status, resourceId, actor, target, targetId } = entry;
  const { code, traceId, revision, causeId } = entry;
  const address = canonicalAddress(entry.sourceIp);
  return JSON.stringify([
    ...[chain, seq, id, occurredAt, connection, kind, action, status, resourceId, address],
    ...[actor, target, targetId, code, traceId, revision, causeId],
  ]);
}

/** PostgreSQL and Node write some IPv6 addresses in different ways. */
function canonicalAddress(address: string | null): string | null {
  if (address === null || !isIPv6(address)) return address;
  return new URL(`http://[${address}]/`).hostname;
}
