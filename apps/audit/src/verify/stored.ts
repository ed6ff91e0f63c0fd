import type { FactsPart, PersonalPart } from '../chain/canonical.js';
import type { Digest } from '../chain/link.js';
import type { Facet } from '../record/facets.js';
import type { ErasedEntry, RemovedRange } from '../chain/tombstone.js';

/** A row of `audit.entries` as it is checked; its JSON as it stands. */
export interface StoredEntry {
  seq: number;
  position: number;
  facts: FactsPart;
  words: Omit<PersonalPart, 'changes' | 'execution'>;
  changes: string;
  execution: string;
  salt: Buffer | null;
  personalHash: Digest;
  hash: Digest;
  erasedBy: string | null;
  /** What a search takes the entry for; undefined where it names none that there is. */
  facet: Facet | undefined;
}

/** A row of `audit.removed`. */
export interface StoredRange extends RemovedRange {
  /** Id of the entry that should answer for it. */
  tombstone: string;
}

/** A row of `audit.erased`. */
export interface StoredErasure extends ErasedEntry {
  tombstone: string;
}
