import { type ErasedEntry, type RemovedRange, summarizeErased, summarizeRemoved } from '../chain/tombstone.js';
import { Claims } from './claims.js';

const range = (fromSeq: number, toSeq: number, byte: number): RemovedRange => ({
  ...{ fromSeq, toSeq },
  endHash: Buffer.alloc(32, byte),
});
const RANGES = [range(1, 4, 1), range(7, 7, 2)];
const ERASED = [
  { seq: 5, personalNow: Buffer.alloc(32, 3) },
  { seq: 6, personalNow: Buffer.alloc(32, 4) },
];
const CONTENT = { removed: summarizeRemoved(RANGES), erased: summarizeErased(ERASED) };

function claimed(ranges: readonly RemovedRange[], erased: readonly ErasedEntry[], tombstone = 't'): Claims {
  const claims = new Claims();
  for (const one of ranges) expect(claims.removed({ ...one, tombstone })).toBe(true);
  for (const one of erased) expect(claims.erased({ ...one, tombstone })).toBe(true);
  return claims;
}

describe('what is claimed of a tombstone', () => {
  it('is answered for when it is what the tombstone was made for', () => {
    expect(claimed(RANGES, ERASED).settle('t', CONTENT)).toBe(true);
    expect(claimed(RANGES, []).settle('t', { removed: CONTENT.removed })).toBe(true);
    expect(claimed([], ERASED).settle('t', { removed: summarizeRemoved([]), erased: CONTENT.erased })).toBe(true);
  });

  it.each<[string, RemovedRange[]]>([
    ['one range less', RANGES.slice(1)],
    ['one more', [...RANGES, range(9, 9, 9)]],
    ['a longer one', [range(1, 5, 1), range(7, 7, 2)]],
    ['another end', [range(1, 4, 1), range(7, 7, 3)]],
    ['one cut in two', [range(1, 2, 1), range(3, 4, 1), range(7, 7, 2)]],
  ])('is not answered for with %s', (_, ranges) => {
    expect(claimed(ranges, ERASED).settle('t', CONTENT)).toBe(false);
  });

  it('is not answered for with other erased entries, or by a tombstone that says nothing of them', () => {
    expect(claimed(RANGES, ERASED.slice(1)).settle('t', CONTENT)).toBe(false);
    const other = [{ seq: 5, personalNow: Buffer.alloc(32, 9) }, ...ERASED.slice(1)];
    expect(claimed(RANGES, other).settle('t', CONTENT)).toBe(false);
    expect(claimed(RANGES, ERASED).settle('t', { removed: CONTENT.removed })).toBe(false);
    expect(claimed([], ERASED).settle('t', {})).toBe(false);
  });

  it('stays open until the tombstone is there, and can grow no more afterwards', () => {
    const claims = claimed(RANGES, ERASED);
    expect(claims.open()).toEqual({ tombstone: 't', first: 1 });
    claims.settle('t', CONTENT);
    expect(claims.open()).toBeUndefined();
    expect(claims.removed({ ...range(9, 9, 9), tombstone: 't' })).toBe(false);
    expect(claims.erased({ ...ERASED[0]!, tombstone: 't' })).toBe(false);
  });

  it('must be of the later one of two erasures of an entry', () => {
    for (const [order, right] of [
      [['first', 'second'], true],
      [['second', 'first'], false],
    ] as const) {
      const claims = new Claims();
      for (const tombstone of order) claims.erased({ ...ERASED[0]!, tombstone });
      claims.follows('second', 'first');
      const settled = order.map((tombstone) => claims.settle(tombstone, { erased: summarizeErased([ERASED[0]!]) }));
      expect(settled.every(Boolean)).toBe(right);
    }
  });
});
