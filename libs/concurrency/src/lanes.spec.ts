import { Lanes } from './lanes.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Lanes', () => {
  it('runs the work of one key in order, even after a failure, and other keys meanwhile', async () => {
    const lanes = new Lanes();
    const log: string[] = [];
    const work =
      (name: string, fails = false) =>
      async () => {
        log.push(`${name} starts`);
        await turn();
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
        return name;
      };
    const results = await Promise.allSettled([
      lanes.run('a', work('a1', true)),
      lanes.run('a', work('a2')),
      lanes.run('b', work('b1')),
    ]);
    expect(results).toEqual([
      { status: 'rejected', reason: new Error('a1') },
      { status: 'fulfilled', value: 'a2' },
      { status: 'fulfilled', value: 'b1' },
    ]);
    expect(log.indexOf('a1 ends')).toBeLessThan(log.indexOf('a2 starts'));
    expect(log.indexOf('b1 starts')).toBeLessThan(log.indexOf('a1 ends'));
  });

  it('keeps nothing of a key whose work is done', async () => {
    const lanes = new Lanes();
    await Promise.all([lanes.run('a', turn), lanes.run('a', turn)]);
    await turn();
    expect((lanes as unknown as { tails: Map<string, unknown> }).tails.size).toBe(0);
  });
});
