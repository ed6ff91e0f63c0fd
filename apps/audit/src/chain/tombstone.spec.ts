import {
  personalNow,
  type RemovedRange,
  summarizeErased,
  summarizeRemoved,
  tombstoneContent,
  tombstoneEntry,
} from './tombstone.js';

const range = (fromSeq: number, toSeq: number, byte: number): RemovedRange => ({
  ...{ fromSeq, toSeq },
  endHash: Buffer.alloc(32, byte),
});
const RANGES = [range(1, 4, 1), range(7, 7, 2)];
const ERASED = [
  { seq: 5, personalNow: Buffer.alloc(32, 3) },
  { seq: 6, personalNow: Buffer.alloc(32, 4) },
];
const ACT = {
  ...{ id: '7f0c1a52-6f0e-4b0e-9d54-0a6a3f0d9a01', at: new Date('2026-11-24T13:00:00Z'), connection: 'default' },
  ...{ detail: 'Alice cleared 5 entries', actor: 'Alice', sourceIp: '203.0.113.7', traceId: null },
};

describe('a tombstone', () => {
  const entry = tombstoneEntry({
    ...{ ...ACT, action: 'audit.clear' },
    ...{ removed: summarizeRemoved(RANGES), erased: summarizeErased(ERASED) },
  });
  const content = tombstoneContent(entry) ?? {};

  it('is the entry of an operation that says how much it took out', () => {
    expect(entry).toMatchObject({ kind: 'operation', action: 'audit.clear', status: 'succeeded', actor: 'Alice' });
    expect(content.removed).toMatchObject({ ranges: 2, entries: 5 });
    expect(content.erased).toMatchObject({ entries: 2 });
  });

  it('is no entry of another action or kind, whatever that holds', () => {
    expect(tombstoneContent({ ...entry, action: 'token.create' })).toBeUndefined();
    expect(tombstoneContent({ ...entry, kind: 'outcome' })).toBeUndefined();
    expect(tombstoneContent({ ...entry, execution: [] })).toBeUndefined();
    expect(tombstoneContent({ ...entry, execution: { removed: { ranges: '2' }, erased: null } })).toEqual({});
  });

  it("has another hash of what is left for another salt, so that a later erasure can't be undone by guessing", () => {
    expect(personalNow(Buffer.alloc(16, 1), entry)).not.toEqual(personalNow(Buffer.alloc(16, 2), entry));
    expect(personalNow(null, entry)).toEqual(personalNow(Buffer.alloc(0), entry));
  });
});
