import type { AuditEntry } from '../record/entry.js';
import type { PersonalPart } from './canonical.js';
import { type Digest, listHash, personalHash } from './link.js';

/** Acts that leave a gap in a chain, or other words in its entries. */
export const TOMBSTONE_ACTIONS = ['audit.clear', 'audit.expire', 'audit.erase'] as const;

export type TombstoneAction = (typeof TOMBSTONE_ACTIONS)[number];

/** Entries of a chain that follow each other and are gone; `endHash` is the hash that the last of them had. */
export interface RemovedRange {
  fromSeq: number;
  toSeq: number;
  endHash: Digest;
}

/** An entry whose personal part is another now. */
export interface ErasedEntry {
  seq: number;
  personalNow: Digest;
}

/** What a tombstone answers for; the digest (SHA-256, hexadecimal) is over all of it. */
export interface RemovedSummary {
  ranges: number;
  entries: number;
  digest: string;
}

export interface ErasedSummary {
  entries: number;
  digest: string;
}

export interface TombstoneContent {
  removed?: RemovedSummary;
  erased?: ErasedSummary;
}

/**
 * Hash of what is left of an erased entry's personal part. An erased entry has a salt of its own again: what a first
 * erasure left could be guessed by its hash after a second one otherwise.
 */
export function personalNow(salt: Buffer | null, entry: PersonalPart): Digest {
  return personalHash(salt ?? Buffer.alloc(0), entry);
}

/** What the digest has of a range. */
export function removedLine({ fromSeq, toSeq, endHash }: RemovedRange): string {
  return `${fromSeq}-${toSeq}:${endHash.toString('hex')}`;
}

/** What the digest has of an erased entry. */
export function erasedLine({ seq, personalNow: hash }: ErasedEntry): string {
  return `${seq}:${hash.toString('hex')}`;
}

/** @param ranges in the order of `fromSeq` */
export function summarizeRemoved(ranges: readonly RemovedRange[]): RemovedSummary {
  const entries = ranges.reduce((sum, { fromSeq, toSeq }) => sum + toSeq - fromSeq + 1, 0);
  return { ranges: ranges.length, entries, digest: listHash('removed', ranges.map(removedLine)).toString('hex') };
}

/** @param erased in the order of `seq` */
export function summarizeErased(erased: readonly ErasedEntry[]): ErasedSummary {
  return { entries: erased.length, digest: listHash('erased', erased.map(erasedLine)).toString('hex') };
}

/** What an act took out of one chain, and who did it. */
export interface Removal extends TombstoneContent {
  id: string;
  action: TombstoneAction;
  at: Date;
  /** Id of the connection whose chain it is; null for the chain of no connection. */
  connection: string | null;
  /** In plain words; names no person. */
  detail: string;
  actor: string | null;
  sourceIp: string | null;
  traceId: string | null;
  /** SCIM id of the person that an erasure was about. */
  resourceId?: string | null;
  /** Id of the entry that says what was asked for and why; that one may name persons, and can be erased itself. */
  causeId?: string | null;
}

/** The entry that tells of a removal, at the end of the chain that it was made in. */
export function tombstoneEntry(removal: Removal): AuditEntry {
  const { id, action, at, connection, detail, actor, sourceIp, traceId, removed, erased } = removal;
  const { resourceId = null, causeId = null } = removal;
  return {
    ...{ id, occurredAt: at.toISOString(), connection, kind: 'operation', action, status: 'succeeded' },
    ...{ userName: null, email: null, login: null, resourceId, externalId: null, sourceIp, actor },
    ...{ target: null, targetId: null, detail, code: null, traceId, changes: [] },
    execution: { ...(removed && { removed: { ...removed } }), ...(erased && { erased: { ...erased } }) },
    ...{ revision: null, causeId },
  };
}

/** What a tombstone answers for; undefined for an entry that is none. */
export function tombstoneContent(
  entry: Pick<AuditEntry, 'kind' | 'action' | 'execution'>,
): TombstoneContent | undefined {
  const { kind, action, execution } = entry;
  const known = kind === 'operation' && TOMBSTONE_ACTIONS.some((word) => word === action);
  if (!known || execution === null || typeof execution !== 'object' || Array.isArray(execution)) return undefined;
  const { removed, erased } = execution;
  return { ...(isRemoved(removed) && { removed }), ...(isErased(erased) && { erased }) };
}

function isErased(value: unknown): value is ErasedSummary {
  const { entries, digest } = (value ?? {}) as Partial<Record<keyof ErasedSummary, unknown>>;
  return typeof entries === 'number' && typeof digest === 'string';
}

function isRemoved(value: unknown): value is RemovedSummary {
  return isErased(value) && typeof (value as Partial<Record<keyof RemovedSummary, unknown>>).ranges === 'number';
}
