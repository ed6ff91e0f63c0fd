import { KeyLock } from './key-lock.js';

const turn = () => new Promise((resolve) => setTimeout(resolve, 2));

describe('key lock', () => {
  it('lets one in at a time for each key, in order, and different keys side by side', async () => {
    const lock = new KeyLock();
    const seen: string[] = [];
    const visit = (key: string, name: string) =>
      lock.run(key, async () => {
        seen.push(`${name} in`);
        await turn();
        seen.push(`${name} out`);
      });
    await Promise.all([visit('a', '1'), visit('a', '2'), visit('b', '3')]);
    expect(seen.filter((step) => !step.startsWith('3'))).toEqual(['1 in', '1 out', '2 in', '2 out']);
    expect(seen.indexOf('3 in')).toBeLessThan(seen.indexOf('1 out'));
  });

  it('goes on after one that failed', async () => {
    const lock = new KeyLock();
    const failing = lock.run('a', () => Promise.reject(new Error('no')));
    const next = lock.run('a', () => Promise.resolve('yes'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('yes');
  });
});
