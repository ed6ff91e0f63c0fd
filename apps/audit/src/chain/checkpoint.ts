import { type Digest, listHash } from './link.js';
import type { Signer } from './signing.js';

/** New entries of a chain at most, before it gets a checkpoint in the transaction that records them. */
export const CHECKPOINT_EVERY = 1000;

/** Says, signed, where a chain stood at a time. */
export interface Checkpoint {
  chain: string;
  /** In its chain: 1, 2, 3, ... */
  number: number;
  /** The last entry that it vouches for, and its hash, which stands for all before it. */
  seq: number;
  hash: Digest;
  /** RFC 3339, UTC, milliseconds. */
  at: string;
  /** Id of the entry with `seq`, where it tells of a removal that was really made by the service. */
  tombstone: string | null;
  /** {@link checkpointHash} of the checkpoint before, so that none can be taken out. */
  previous: Digest;
  /** Null without a key. */
  keyId: string | null;
  /** Ed25519 over {@link checkpointText}, 64 bytes. */
  signature: Buffer | null;
}

/** A checkpoint for others to keep. */
export interface CheckpointView extends Omit<Checkpoint, 'hash' | 'previous' | 'signature'> {
  /** Hexadecimal. */
  hash: string;
  previous: string;
  /** Base64. */
  signature: string | null;
}

/** What is signed. */
export function checkpointText(checkpoint: Omit<Checkpoint, 'signature'>): string {
  const { chain, number, seq, hash, at, tombstone, previous, keyId } = checkpoint;
  const place = [chain, number, seq, hash.toString('hex'), at, tombstone];
  return JSON.stringify(['usher.audit.checkpoint.v1', ...place, previous.toString('hex'), keyId]);
}

export function checkpointHash(checkpoint: Omit<Checkpoint, 'signature'>): Digest {
  return listHash('checkpoint', [checkpointText(checkpoint)]);
}

/** What the first checkpoint of a chain is linked to. */
export function checkpointStart(chain: string): Digest {
  return listHash('checkpoints', [chain]);
}

/** The checkpoint after the given one. */
export function nextCheckpoint(
  last: Checkpoint | undefined,
  given: Pick<Checkpoint, 'chain' | 'seq' | 'hash' | 'at' | 'tombstone'>,
  signer: Signer | null,
): Checkpoint {
  const unsigned = {
    ...given,
    number: (last?.number ?? 0) + 1,
    previous: last === undefined ? checkpointStart(given.chain) : checkpointHash(last),
    keyId: signer?.keyId ?? null,
  };
  return { ...unsigned, signature: signer?.sign(checkpointText(unsigned)) ?? null };
}

export function checkpointView(checkpoint: Checkpoint): CheckpointView {
  const { hash, previous, signature } = checkpoint;
  return {
    ...checkpoint,
    ...{ hash: hash.toString('hex'), previous: previous.toString('hex') },
    signature: signature?.toString('base64') ?? null,
  };
}
