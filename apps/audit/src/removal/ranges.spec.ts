import fc from 'fast-check';
import { joined, rangesOf } from './ranges.js';

const hashOf = (seq: number): Buffer => Buffer.from(String(seq));

describe('ranges of removed entries', () => {
  it('cover the removed entries and no others, end in the hash of the last, and never touch each other', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 50 });
    fc.assert(
      fc.property(numbers, (seqs) => {
        const ranges = rangesOf(seqs.map((seq) => ({ seq, hash: hashOf(seq) })));
        const covered = ranges.flatMap(({ fromSeq, toSeq }) =>
          Array.from({ length: toSeq - fromSeq + 1 }, (_, i) => fromSeq + i),
        );
        expect(covered).toEqual([...seqs].sort((a, b) => a - b));
        for (const { toSeq, endHash } of ranges) expect(endHash).toEqual(hashOf(toSeq));
        ranges.slice(1).forEach(({ fromSeq }, i) => expect(fromSeq).toBeGreaterThan((ranges[i]?.toSeq ?? 0) + 1));
      }),
    );
  });

  it('become one where a later one closes the gap between two', () => {
    const [first, last] = rangesOf([1, 2, 4].map((seq) => ({ seq, hash: hashOf(seq) })));
    expect(joined([first!, last!, ...rangesOf([{ seq: 3, hash: hashOf(3) }])])).toEqual([
      { fromSeq: 1, toSeq: 4, endHash: hashOf(4) },
    ]);
  });
});
