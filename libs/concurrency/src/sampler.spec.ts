import { Sampler } from './sampler.js';

const options = { perWindow: 2, windowMs: 60_000, keys: 3 };

describe('a sampler', () => {
  it('lets the first few of a kind through, and counts the rest until the window is over', () => {
    const sampler = new Sampler<number>(options);
    const taken = Array.from({ length: 1_000 }, (_, n) => sampler.take('a', n, n));
    expect(taken.filter(Boolean).map((sampled) => sampled?.item)).toEqual([0, 1]);
    expect(sampler.sweep(59_999)).toEqual([]);
    expect(sampler.sweep(60_000)).toEqual([{ item: 999, suppressed: 997 }]);
    expect(sampler.sweep(120_000)).toEqual([]);
    expect(sampler.take('a', 7, 60_001)).toEqual({ item: 7, suppressed: 0 });
  });

  it('tells of nothing at the end when it suppressed nothing', () => {
    const sampler = new Sampler<number>(options);
    sampler.take('a', 1, 0);
    expect(sampler.sweep(Infinity)).toEqual([]);
  });

  it('keeps kinds apart, but no more than it has memory for', () => {
    const sampler = new Sampler<number>(options);
    const taken = Array.from({ length: 1_000 }, (_, n) => sampler.take(`kind ${n}`, n, 0)).filter(Boolean);
    // Three kinds, and two of all the others together.
    expect(taken).toHaveLength(5);
    expect(sampler.sweep(Infinity)).toEqual([{ item: 999, suppressed: 994 }]);
  });
});
