import {
  type Checkpoint,
  CHECKPOINT_EVERY,
  checkpointHash,
  checkpointStart,
  checkpointText,
} from '../chain/checkpoint.js';
import type { SigningKeys } from '../chain/signing.js';

/** Where the walk of the entries stands: the hash is only known where an entry or the end of a removed range is. */
interface Standing {
  seq: number;
  hash: Buffer;
}

/** Walks the checkpoints of a chain beside its entries. Every answer is what is wrong, in plain words. */
export class CheckpointWalk {
  count = 0;
  unsigned = 0;
  private last: Checkpoint | undefined;
  /** Once one is signed, all after it must be. */
  private signedSeen = false;
  /** Ids of entries whose removal a signature vouches for. */
  private readonly vouched = new Set<string>();

  constructor(
    private readonly chain: string,
    private readonly keys: SigningKeys,
  ) {}

  /** The last one is signed by a trusted key. */
  get signed(): boolean {
    return this.last !== undefined && this.last.keyId !== null && !this.keys.empty;
  }

  /** `at` has reached the checkpoint's entry. */
  take(checkpoint: Checkpoint, at: Standing): string | undefined {
    const { last } = this;
    const { number, seq } = checkpoint;
    const first = (last?.seq ?? 0) + 1;
    const fault =
      this.sequenceFault(checkpoint) ??
      this.signatureFault(checkpoint) ??
      (seq === at.seq && !checkpoint.hash.equals(at.hash)
        ? `Checkpoint ${number} vouches for another chain up to entry ${seq}: at least one of the entries ${first} to ${seq} was replaced since`
        : undefined);
    if (fault !== undefined) return fault;
    this.count += 1;
    this.last = checkpoint;
    if (checkpoint.keyId === null) this.unsigned += 1;
    else this.signedSeen = true;
    if (checkpoint.tombstone !== null) this.vouched.add(checkpoint.tombstone);
    return undefined;
  }

  /** Whether a tombstone counts only when a checkpoint names it. */
  get mustVouch(): boolean {
    return this.signedSeen || !this.keys.empty;
  }

  vouchesFor(tombstone: string): boolean {
    return this.vouched.has(tombstone);
  }

  /** The chain has ended with this entry. */
  end(seq: number): string | undefined {
    const last = this.last?.seq ?? 0;
    return seq - last < CHECKPOINT_EVERY
      ? undefined
      : `There is no checkpoint after entry ${last}, though the chain goes on to ${seq}: one is made for every ${CHECKPOINT_EVERY} entries, so later ones were taken out`;
  }

  private sequenceFault(checkpoint: Checkpoint): string | undefined {
    const { number, seq, previous } = checkpoint;
    const expected = this.count + 1;
    if (number !== expected)
      return number > expected
        ? `Checkpoint ${expected} of the chain is gone`
        : `Checkpoint ${number} stands in another place`;
    const before = this.last === undefined ? checkpointStart(this.chain) : checkpointHash(this.last);
    if (!previous.equals(before)) return `Checkpoint ${number} isn't linked to the one before: either was replaced`;
    return seq < (this.last?.seq ?? 1) ? `Checkpoint ${number} is before the one that it follows` : undefined;
  }

  private signatureFault(checkpoint: Checkpoint): string | undefined {
    const { number, keyId, signature } = checkpoint;
    if (keyId === null)
      return this.signedSeen ? `Checkpoint ${number} isn't signed, though one before it is` : undefined;
    if (signature === null) return `The signature of checkpoint ${number} is gone`;
    if (this.keys.empty) return undefined;
    switch (this.keys.check(keyId, checkpointText(checkpoint), signature)) {
      case 'good':
        return undefined;
      case 'bad':
        return `The signature of checkpoint ${number} is not one of the key ${keyId}`;
      case 'unknown_key':
        return `Checkpoint ${number} is signed with the key ${keyId}, which isn't trusted: if it is an earlier key of yours, name it in USHER_AUDIT_TRUSTED_KEYS`;
    }
  }
}
