import { Suspects } from './suspects.js';

describe('suspects', () => {
  it('narrows a failed batch down until each of its users stands alone', () => {
    const suspects = new Suspects();
    expect(suspects.share('a')).toBe(Infinity);
    const shares = [20, 5].map((size) => {
      suspects.failedAmong('a', size);
      return suspects.share('a');
    });
    expect(shares).toEqual([5, 1]);
  });

  it('trusts a user again who got through', () => {
    const suspects = new Suspects();
    suspects.failedAmong('a', 20);
    suspects.cleared('a');
    expect(suspects.share('a')).toBe(Infinity);
  });

  it('gives a user up who fails again and again while others get through', () => {
    const suspects = new Suspects();
    const verdicts = Array.from({ length: 11 }, () => {
      suspects.cleared('other');
      return suspects.failed('a');
    });
    expect(verdicts.indexOf(true)).toBe(10);
  });

  it('never gives up anybody while nobody gets through: then it is the site that fails', () => {
    const suspects = new Suspects();
    suspects.cleared('other');
    const verdicts = Array.from({ length: 200 }, (_, i) => suspects.failedAmong(i % 2 ? 'a' : 'b', 1));
    expect(verdicts).not.toContain(true);
  });

  it('waits longer with every failure, up to a limit', () => {
    const suspects = new Suspects({ initialDelay: 100, maxDelay: 1_000 });
    const waits = Array.from({ length: 6 }, () => {
      suspects.failed('a');
      return suspects.wait('a');
    });
    expect(waits[0]).toBeLessThanOrEqual(100);
    expect(waits[3]).toBeGreaterThan(500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(1_000);
  });
});
