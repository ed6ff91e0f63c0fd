import type { Checkpoint } from '../chain/checkpoint.js';
import { chainOf } from '../chain/canonical.js';
import { chainStart, type Digest, entryHash, type Head } from '../chain/link.js';
import type { SigningKeys } from '../chain/signing.js';
import { tombstoneContent } from '../chain/tombstone.js';
import type { AuditEntry } from '../record/entry.js';
import { CheckpointWalk } from './checkpoint-walk.js';
import { Claims } from './claims.js';
import { KeptWalk } from './kept-walk.js';
import type { ChainResult, Fault, FaultKind, KeptCheckpoint } from './report.js';
import { hasFacet, hasPersonal } from './row-checks.js';
import type { StoredEntry, StoredErasure, StoredRange } from './stored.js';

/** What the database says of a chain without proving it, and what somebody kept elsewhere. */
export interface ChainBounds {
  chain: string;
  head: Head | undefined;
  kept: readonly KeptCheckpoint[];
}

/**
 * Walks one chain, row by row in the order of `seq`; at one number a range comes before an erasure, an entry, a
 * checkpoint. Each step answers the fault that it finds; after one there is no going on.
 */
export class ChainWalk {
  /** The last entry that is accounted for. */
  seq = 0;
  private hash: Digest;
  private position = 0;
  private entries = 0;
  private removed = 0;
  private erased = 0;
  private readonly claims = new Claims();
  private readonly checkpoints: CheckpointWalk;
  private readonly kept: KeptWalk;
  private erasures: StoredErasure[] = [];
  private lastEntryId: string | null = null;
  /** A tombstone that the checkpoint right after it has to vouch for. */
  private unvouched: string | null = null;

  constructor(
    private readonly bounds: ChainBounds,
    keys: SigningKeys,
  ) {
    this.hash = chainStart(bounds.chain);
    this.checkpoints = new CheckpointWalk(bounds.chain, keys);
    this.kept = new KeptWalk(bounds.kept);
  }

  range(range: StoredRange): Fault | undefined {
    const { fromSeq, toSeq, endHash, tombstone } = range;
    const gap = this.vouchFault() ?? this.gapBefore(fromSeq);
    if (gap !== undefined) return gap;
    if (fromSeq <= this.seq || toSeq < fromSeq)
      return this.fault(
        'tombstone',
        fromSeq,
        null,
        `The removal of entries ${fromSeq} to ${toSeq} contradicts another`,
      );
    if (!this.claims.removed(range))
      return this.fault(
        'tombstone',
        fromSeq,
        null,
        `${span(fromSeq, toSeq)} gone, and entry ${tombstone}, which should tell of it, is older than they are`,
      );
    this.seq = toSeq;
    this.hash = endHash;
    this.removed += toSeq - fromSeq + 1;
    this.lastEntryId = null;
    const kept = this.kept.reached(toSeq, endHash.toString('hex'));
    return kept === undefined ? undefined : this.fault('checkpoint', toSeq, null, kept);
  }

  erasure(erasure: StoredErasure): Fault | undefined {
    if (!this.claims.erased(erasure))
      return this.fault(
        'tombstone',
        erasure.seq,
        null,
        `A person was taken out of entry ${erasure.seq}, and entry ${erasure.tombstone}, which should tell of it, is older`,
      );
    // Of an entry that was removed later there is nothing to be held against it.
    if (erasure.seq > this.seq) this.erasures.push(erasure);
    return undefined;
  }

  /** @param next the entry after it, where it is known: tells of what kind a fault is */
  entry(row: StoredEntry, next?: StoredEntry): Fault | undefined {
    const fault =
      this.vouchFault() ??
      this.placeFault(row) ??
      this.personalFault(row) ??
      this.linkFault(row, next) ??
      this.facetFault(row);
    if (fault !== undefined) return fault;
    this.seq = row.seq;
    this.hash = row.hash;
    this.position = row.position;
    this.entries += 1;
    this.lastEntryId = row.facts.id;
    const kept = this.kept.reached(row.seq, row.hash.toString('hex'));
    if (kept !== undefined) return this.fault('checkpoint', row.seq, row.facts.id, kept);
    return this.claims.has(row.facts.id) ? this.settle(row) : undefined;
  }

  checkpoint(checkpoint: Checkpoint): Fault | undefined {
    const { seq } = checkpoint;
    if (seq > this.seq)
      return this.fault('missing', this.seq + 1, null, this.lost(seq, `Checkpoint ${checkpoint.number}`));
    const wrong = this.checkpoints.take(checkpoint, { seq: this.seq, hash: this.hash });
    if (wrong !== undefined) return this.fault('checkpoint', seq, seq === this.seq ? this.lastEntryId : null, wrong);
    this.kept.checkpoint(seq, checkpoint.hash.toString('hex'));
    if (this.unvouched !== null && this.checkpoints.vouchesFor(this.unvouched)) this.unvouched = null;
    return undefined;
  }

  /** Nothing more comes. */
  end(): ChainResult | Fault {
    const { chain } = this.bounds;
    const fault = this.vouchFault() ?? this.headFault() ?? this.claimFault() ?? this.endFault();
    if (fault !== undefined) return fault;
    return {
      ...{ chain, entries: this.entries, removed: this.removed, erased: this.erased },
      ...{ checkpoints: this.checkpoints.count, signed: this.checkpoints.signed },
      unsigned: this.checkpoints.unsigned,
      head: { seq: this.seq, hash: this.hash.toString('hex') },
    };
  }

  private placeFault(row: StoredEntry): Fault | undefined {
    const { seq, facts } = row;
    const { chain, head } = this.bounds;
    const own = chainOf(facts);
    if (own !== chain)
      return this.fault('added', seq, facts.id, `The entry belongs to the chain ${own} by its connection`);
    if (seq <= this.seq)
      return this.fault(
        'added',
        seq,
        facts.id,
        `There is a second entry ${seq}, or one that was removed is there again`,
      );
    const gap = this.gapBefore(seq);
    if (gap !== undefined) return gap;
    return head !== undefined && seq > head.seq
      ? this.fault('added', seq, facts.id, `The chain ends with entry ${head.seq}; this one comes after its end`)
      : undefined;
  }

  private personalFault(row: StoredEntry): Fault | undefined {
    const { seq, facts, salt, erasedBy } = row;
    const erasures = this.erasures.filter((erasure) => erasure.seq === seq);
    this.erasures = [];
    const changed = (detail: string) => this.fault('changed', seq, facts.id, detail);
    if (erasures.length > 0) {
      const current = erasures.find(({ tombstone }) => tombstone === erasedBy);
      if (current === undefined) return changed('A person was taken out of the entry, and it no longer says so');
      for (const { tombstone } of erasures)
        if (tombstone !== current.tombstone) this.claims.follows(current.tombstone, tombstone);
      this.erased += 1;
      return hasPersonal(row, salt ?? Buffer.alloc(0), current.personalNow)
        ? undefined
        : changed('What the entry says of a person is not what the erasure left');
    }
    if (salt === null || erasedBy !== null)
      return changed('What the entry said of a person was taken out, and no act tells of it');
    return hasPersonal(row, salt, row.personalHash)
      ? undefined
      : changed(
          'What the entry says of a person (user name, e-mail, login, detail, changes, execution) was changed, or its salt',
        );
  }

  private linkFault(row: StoredEntry, next: StoredEntry | undefined): Fault | undefined {
    const { seq, facts, personalHash: personal, hash, position } = row;
    const { chain } = this.bounds;
    const genuine = entryHash(this.hash, personal, facts, { chain, seq }).equals(hash);
    if (position <= this.position || (!genuine && next !== undefined && next.position < position))
      return this.fault('reordered', seq, facts.id, `Entry ${seq} was not recorded in this place`);
    return genuine
      ? undefined
      : this.fault(
          'changed',
          seq,
          facts.id,
          `Entry ${seq} is not what was recorded: its hash doesn't fit it and the entry before`,
        );
  }

  /** An entry with another facet is there, and no search finds it. */
  private facetFault(row: StoredEntry): Fault | undefined {
    return hasFacet(row)
      ? undefined
      : this.fault('changed', row.seq, row.facts.id, 'A search would take the entry for another (facet)');
  }

  /** The tombstone has been reached that something was claimed of. */
  private settle({ seq, facts, words, execution }: StoredEntry): Fault | undefined {
    const content = tombstoneContent({ ...facts, execution: JSON.parse(execution) as AuditEntry['execution'] });
    if (content === undefined || !this.claims.settle(facts.id, content))
      return this.fault(
        'tombstone',
        seq,
        facts.id,
        `What was taken out isn't what this entry tells of (${words.detail})`,
      );
    if (this.checkpoints.mustVouch) this.unvouched = facts.id;
    return undefined;
  }

  /** A tombstone must be vouched for before anything comes after it. */
  private vouchFault(): Fault | undefined {
    if (this.unvouched === null) return undefined;
    return this.fault(
      'tombstone',
      this.seq,
      this.unvouched,
      'The entry tells of a removal that no checkpoint vouches for: it was not made by the service',
    );
  }

  private gapBefore(seq: number): Fault | undefined {
    const from = this.seq + 1;
    return seq > from
      ? this.fault('missing', from, null, `${span(from, seq - 1)} gone, and no act tells of it`)
      : undefined;
  }

  private headFault(): Fault | undefined {
    const { head } = this.bounds;
    // What was kept elsewhere says more of a chain that isn't there.
    if (head === undefined && this.seq === 0) return this.endFault() ?? this.nothingFault();
    if (head === undefined)
      return this.fault('missing', this.seq, this.lastEntryId, 'The record of where the chain ends is gone');
    if (head.seq > this.seq)
      return this.fault('missing', this.seq + 1, null, this.lost(head.seq, 'The chain by its record'));
    return head.seq === this.seq && head.hash.equals(this.hash)
      ? undefined
      : this.fault('changed', this.seq, this.lastEntryId, 'The record of where the chain ends says otherwise');
  }

  private nothingFault(): Fault {
    return this.fault('missing', 1, null, 'There is nothing of this chain: no entry, and no word of any');
  }

  private claimFault(): Fault | undefined {
    const open = this.claims.open();
    if (open === undefined) return undefined;
    return this.fault(
      'tombstone',
      open.first,
      null,
      `From entry ${open.first} on something was taken out, and entry ${open.tombstone}, which should tell of it, is not there`,
    );
  }

  private endFault(): Fault | undefined {
    const kept = this.kept.end(this.seq);
    if (kept !== undefined)
      return this.fault(
        kept.seq > this.seq ? 'missing' : 'checkpoint',
        Math.min(kept.seq, this.seq + 1),
        null,
        kept.detail,
      );
    const checkpoints = this.checkpoints.end(this.seq);
    return checkpoints === undefined ? undefined : this.fault('checkpoint', this.seq, this.lastEntryId, checkpoints);
  }

  private lost(end: number, witness: string): string {
    return `${witness} has entry ${end}; the last that is there is ${this.seq}`;
  }

  private fault(kind: FaultKind, seq: number, entryId: string | null, detail: string): Fault {
    return { chain: this.bounds.chain, seq, entryId, kind, detail };
  }
}

function span(from: number, to: number): string {
  return from === to ? `Entry ${from} is` : `Entries ${from} to ${to} are`;
}
