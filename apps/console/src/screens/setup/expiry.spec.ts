import { expiresAt, isDayToCome } from './expiry.js';

const now = new Date(2026, 1, 10, 12, 0, 0);

describe('the end of a token', () => {
  it('is left as it is, or taken away', () => {
    expect(expiresAt('keep', '', now)).toBeUndefined();
    expect(expiresAt('never', '', now)).toBeNull();
  });

  it('is the end of the day that is given, by the calendar of who gives it', () => {
    expect(expiresAt('date', '2026-03-01', now)).toBe(new Date(2026, 2, 1, 23, 59, 59).toISOString());
  });

  it.each([
    ['2026-02-10', true],
    ['2026-02-09', false],
    ['20277-01-01', false],
    ['', false],
  ])('can be on %p: %p', (day, may) => {
    expect(isDayToCome(day, now)).toBe(may);
  });

  it('is so many days ahead, at the same hour', () => {
    expect(expiresAt('90', '', now)).toBe(new Date(2026, 4, 11, 12, 0, 0).toISOString());
    expect(expiresAt('year', '', now)).toBe(new Date(2027, 1, 10, 12, 0, 0).toISOString());
  });
});
