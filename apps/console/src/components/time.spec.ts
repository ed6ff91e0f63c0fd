import { duration, relativeTime } from './time.js';

const now = new Date('2026-11-26T12:00:00Z');

describe('times in words', () => {
  it.each([
    [-2, 'just now'],
    [-70, '1 minute ago'],
    [-7_199, '1 hour ago'],
    [-86_400 * 40, '1 month ago'],
    [-3_600 * 47, '1 day ago'],
    [3_600 * 47, 'in 1 day'],
    [86_400 * 3, 'in 3 days'],
  ])('%d seconds from now are %s', (seconds, words) => {
    expect(relativeTime(new Date(now.getTime() + seconds * 1000), now)).toBe(words);
  });

  it.each([
    [0.4, '0 ms'],
    [999, '999 ms'],
    [2_449, '2.4 s'],
    [59_400, '59 s'],
    [59_999, '1 min 0 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
  ])('%d milliseconds last %s', (milliseconds, words) => {
    expect(duration(milliseconds)).toBe(words);
  });
});
