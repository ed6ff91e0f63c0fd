/**
 * `missing`: entries are gone; `added`: one is there that doesn't belong there; `changed`: one isn't what was recorded;
 * `reordered`: one stands in another place; `checkpoint`: the checkpoints say otherwise, or aren't genuine;
 * `tombstone`: something was taken out and no act of the service answers for it.
 */
export type FaultKind = 'missing' | 'added' | 'changed' | 'reordered' | 'checkpoint' | 'tombstone';

/** The first thing that is wrong. */
export interface Fault {
  chain: string;
  /** Number of the entry in its chain. */
  seq: number;
  /** Null where there is no such entry. */
  entryId: string | null;
  kind: FaultKind;
  /** In plain words. */
  detail: string;
}

/** A chain without a fault. */
export interface ChainResult {
  chain: string;
  /** Entries that are there, and were checked. */
  entries: number;
  /** Entries that were taken out by acts that the chain tells of. */
  removed: number;
  /** Entries that a person was taken out of, likewise. */
  erased: number;
  checkpoints: number;
  /** The last checkpoint is signed by a key that is trusted. */
  signed: boolean;
  /** Checkpoints without a signature: those from before there was a key. */
  unsigned: number;
  /** The last entry; the hash is hexadecimal. */
  head: { seq: number; hash: string };
}

export interface VerifyResult {
  ok: boolean;
  /** Those that were checked to their end. */
  chains: ChainResult[];
  fault: Fault | null;
}

export interface Progress {
  chain: string;
  /** Entries up to this number have been checked. */
  checked: number;
  /** Number of the last entry. */
  of: number;
}

/** What somebody kept elsewhere: that the entry with this number had this hash (hexadecimal). */
export interface KeptCheckpoint {
  chain: string;
  seq: number;
  hash: string;
}
