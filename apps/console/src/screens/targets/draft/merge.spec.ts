import { merge, same } from './merge.js';

const base = { scope: null as string | null, budget: { count: 5, share: null as number | null }, mapping: [1, 2] };

describe('two drafts of the same settings', () => {
  it('come together where they changed different things', () => {
    const mine = { ...base, budget: { ...base.budget, count: 9 } };
    const theirs = { ...base, scope: 'active eq true', budget: { ...base.budget, share: 0.1 } };
    expect(merge(base, mine, theirs)).toEqual({
      value: { scope: 'active eq true', budget: { count: 9, share: 0.1 }, mapping: [1, 2] },
      conflicts: [],
    });
  });

  it('tell where they changed the same differently, and keep mine there', () => {
    const mine = { ...base, budget: { ...base.budget, count: 9 }, mapping: [2, 1] };
    const theirs = { ...base, budget: { ...base.budget, count: 7 }, mapping: [1, 2, 3] };
    const { value, conflicts } = merge(base, mine, theirs);
    expect(value).toMatchObject({ budget: { count: 9 }, mapping: [2, 1] });
    expect(conflicts.sort()).toEqual(['budget.count', 'mapping']);
  });

  it('are no conflict where both came to the same', () => {
    const both = { ...base, scope: 'x' };
    expect(merge(base, both, { ...both })).toEqual({ value: both, conflicts: [] });
  });

  it('keep what I took away taken away', () => {
    const before: { a?: number; b?: number } = { a: 1, b: 1 };
    expect(merge(before, { b: 1 }, { a: 1, b: 2 }).value).toEqual({ b: 2 });
  });
});

describe('same', () => {
  it('has no regard to the order of names, and has to that of a list', () => {
    expect(same({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same({ a: 1 }, { a: 1, b: 1 })).toBe(false);
    expect(same({}, [])).toBe(false);
  });
});
