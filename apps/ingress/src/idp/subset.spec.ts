import { lacking, valueAt } from './subset.js';

describe('what an answer lacks', () => {
  it('is nothing when it has more than is wanted', () => {
    expect(lacking({ a: 1, b: { c: 'x' } }, { a: 1, b: { c: 'x', d: 2 }, e: [] })).toBeNull();
  });

  it('is told with its path', () => {
    expect(lacking({ b: { c: 'x' } }, { b: { c: 'y' } })).toBe('b.c: expected "x", got "y"');
    expect(lacking({ a: 1 }, undefined)).toBe('the body: expected {"a":1}, got undefined');
    expect(lacking({ a: [{ v: 1 }] }, { a: [{ v: 2 }] })).toBe('a[0].v: expected 1, got 2');
  });

  it('lists have as many values, in any order, each once', () => {
    expect(lacking([{ v: 1 }, { v: 2 }], [{ v: 2, t: 'x' }, { v: 1 }])).toBeNull();
    expect(lacking([{ v: 1 }], [{ v: 1 }, { v: 2 }])).toContain('expected');
    expect(lacking([{ v: 1 }, { v: 1 }], [{ v: 1 }, { v: 2 }])).toContain('expected');
    expect(lacking([], [])).toBeNull();
    expect(lacking([], undefined)).toContain('got undefined');
  });
});

describe('the value at a path', () => {
  it('goes down by dots, a URN with dots of its own being one name', () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    expect(valueAt({ name: { givenName: 'Ada' } }, 'name.givenName')).toBe('Ada');
    expect(valueAt({ [urn]: { manager: { value: '7' } } }, `${urn}.manager.value`)).toBe('7');
    expect(valueAt({ a: 1 }, 'b.c')).toBeUndefined();
  });
});
