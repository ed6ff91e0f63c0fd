import { ListHash } from '../chain/link.js';
import { erasedLine, removedLine, type TombstoneContent } from '../chain/tombstone.js';
import type { StoredErasure, StoredRange } from './stored.js';

interface Claim {
  /** Of the first entry that it is about. */
  first: number;
  removed: ListHash;
  ranges: number;
  removedEntries: number;
  erased: ListHash;
  erasedEntries: number;
  /** Tombstones of earlier erasures of the same entries. */
  after: Set<string>;
  settled: boolean;
}

/**
 * What is said to have been taken out, by the tombstone that should answer for it. Rows come in the order of the chain,
 * and a tombstone stands after all that it answers for: a digest of each is enough.
 */
export class Claims {
  private readonly claims = new Map<string, Claim>();

  /** False when its tombstone has been passed already. */
  removed(range: StoredRange): boolean {
    const claim = this.of(range.tombstone, range.fromSeq);
    if (claim.settled) return false;
    claim.removed.add(removedLine(range));
    claim.ranges += 1;
    claim.removedEntries += range.toSeq - range.fromSeq + 1;
    return true;
  }

  /** False when its tombstone has been passed already. */
  erased(erasure: StoredErasure): boolean {
    const claim = this.of(erasure.tombstone, erasure.seq);
    if (claim.settled) return false;
    claim.erased.add(erasedLine(erasure));
    claim.erasedEntries += 1;
    return true;
  }

  /** Two erasures of one entry: the one whose words the entry has now must have been the later. */
  follows(current: string, earlier: string): void {
    this.claims.get(current)?.after.add(earlier);
  }

  has(tombstone: string): boolean {
    return this.claims.has(tombstone);
  }

  /** The tombstone has been reached: whether it answers for exactly what is claimed of it. */
  settle(tombstone: string, content: TombstoneContent): boolean {
    const claim = this.claims.get(tombstone);
    if (claim === undefined) return true;
    claim.settled = true;
    const removed = {
      ...{ ranges: claim.ranges, entries: claim.removedEntries },
      digest: claim.removed.digest().toString('hex'),
    };
    const erased = { entries: claim.erasedEntries, digest: claim.erased.digest().toString('hex') };
    const inOrder = [...claim.after].every((earlier) => this.claims.get(earlier)?.settled === true);
    return inOrder && same(content.removed, removed) && same(content.erased, erased);
  }

  /** The first that no tombstone answers for. */
  open(): { tombstone: string; first: number } | undefined {
    let found: { tombstone: string; first: number } | undefined;
    for (const [tombstone, { first, settled }] of this.claims)
      if (!settled && (found === undefined || first < found.first)) found = { tombstone, first };
    return found;
  }

  private of(tombstone: string, seq: number): Claim {
    const known = this.claims.get(tombstone);
    if (known !== undefined) return known;
    const claim: Claim = {
      first: seq,
      ...{ removed: new ListHash('removed'), ranges: 0, removedEntries: 0 },
      ...{ erased: new ListHash('erased'), erasedEntries: 0 },
      ...{ after: new Set<string>(), settled: false },
    };
    this.claims.set(tombstone, claim);
    return claim;
  }
}

interface Summary {
  ranges?: number;
  entries: number;
  digest: string;
}

/** A tombstone may leave out what there is none of. */
function same(said: Summary | undefined, found: Summary): boolean {
  if (said === undefined) return found.entries === 0;
  return said.ranges === found.ranges && said.entries === found.entries && said.digest === found.digest;
}
