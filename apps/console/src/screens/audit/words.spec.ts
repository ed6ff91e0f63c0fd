import { bytesWords } from './bytes-words.js';
import { fromField, toField } from './local-time.js';
import { sortOf, withSort } from './sort.js';
import { totalWords } from './total-words.js';

describe('the total', () => {
  it.each([
    [{ count: 1234, exact: true }, '1,234 entries'],
    [{ count: 1, exact: true }, '1 entry'],
    [{ count: 10_000, exact: false }, 'more than 10,000 entries'],
    [{ count: 101, exact: false }, 'at least 101 entries'],
  ])('of %j is said as %s', (total, words) => {
    expect(totalWords(total)).toBe(words);
  });
});

describe('the size of a file', () => {
  it.each([
    [0, '0 B'],
    [812, '812 B'],
    [1_400_000, '1.4 MB'],
  ])('%d is %s', (bytes, words) => {
    expect(bytesWords(bytes)).toBe(words);
  });
});

describe('the sort in the address', () => {
  it('is the newest first where nothing, or nonsense, is said', () => {
    expect(sortOf(new URLSearchParams(''))).toEqual({ by: 'occurredAt', order: 'desc' });
    expect(sortOf(new URLSearchParams('sort=colour'))).toEqual({ by: 'occurredAt', order: 'desc' });
  });

  it('comes back as it went in', () => {
    const sort = { by: 'userName', order: 'desc' } as const;
    expect(sortOf(withSort(new URLSearchParams('q=x'), sort))).toEqual(sort);
  });
});

describe('a time in its field', () => {
  it('is the same time when it comes back', () => {
    const time = '2026-11-26T13:05:00.000Z';
    expect(fromField(toField(time))).toBe(time);
  });

  it('is none where there is none', () => {
    expect(toField('yesterday')).toBe('');
    expect(fromField('')).toBeUndefined();
  });
});
