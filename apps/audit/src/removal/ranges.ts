import type { Digest } from '../chain/link.js';
import type { RemovedRange } from '../chain/tombstone.js';

/** Ranges in the order of the chain; those that follow each other without a gap have become one. */
export function joined(ranges: readonly RemovedRange[]): RemovedRange[] {
  const result: RemovedRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.fromSeq - b.fromSeq)) {
    const last = result.at(-1);
    if (last?.toSeq === range.fromSeq - 1) {
      result[result.length - 1] = { ...range, fromSeq: last.fromSeq };
    } else {
      result.push(range);
    }
  }
  return result;
}

/** The ranges that single entries make. */
export function rangesOf(entries: readonly { seq: number; hash: Digest }[]): RemovedRange[] {
  return joined(entries.map(({ seq, hash }) => ({ fromSeq: seq, toSeq: seq, endHash: hash })));
}
