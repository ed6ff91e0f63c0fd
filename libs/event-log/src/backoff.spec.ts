import { defaultBackoff } from './backoff.js';

describe('defaultBackoff', () => {
  it.each([
    [1, 150, 200],
    [2, 300, 400],
    [5, 2400, 3200],
    [9, 38_400, 51_200],
    [10, 45_000, 60_000],
    [5000, 45_000, 60_000],
  ])('waits before the attempt after the %d. between %d and %d ms', (attempt, least, most) => {
    for (let time = 0; time < 50; time += 1) {
      expect(defaultBackoff(attempt)).toBeGreaterThanOrEqual(least);
      expect(defaultBackoff(attempt)).toBeLessThanOrEqual(most);
    }
  });
});
