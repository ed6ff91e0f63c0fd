import { Contenders } from './contenders.js';

describe('users who wait for what another has', () => {
  it('are tried again ever more slowly, and a minute in all', () => {
    const contenders = new Contenders();
    const waits: number[] = [];
    let now = 0;
    for (let wait = contenders.wait('a', now); wait !== undefined; wait = contenders.wait('a', now)) {
      waits.push(wait);
      now += wait;
    }
    expect(waits[0]).toBe(100);
    expect(waits).toEqual([...waits].sort((one, other) => one - other));
    expect(now).toBeGreaterThanOrEqual(60_000);
    expect(now).toBeLessThanOrEqual(65_000);
    expect(waits.length).toBeLessThan(30);
  });

  it('have their whole minute again after they got through, or were refused', () => {
    const contenders = new Contenders(1000);
    contenders.wait('a', 0);
    contenders.settled('a');
    expect(contenders.wait('a', 2000)).toBe(100);
    expect(contenders.wait('a', 3000)).toBeUndefined();
    expect(contenders.wait('a', 3001)).toBe(100);
  });
});
