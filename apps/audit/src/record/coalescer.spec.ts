import { Coalescer } from './coalescer.js';

describe('the coalescer', () => {
  it('writes what arrives together, and what arrives during a write, in one batch each', async () => {
    const batches: number[][] = [];
    const coalescer = new Coalescer<number>(async (items) => {
      batches.push(items);
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    const first = [coalescer.add(1), coalescer.add(2)];
    await new Promise(setImmediate);
    await Promise.all([...first, coalescer.add(3), coalescer.add(4)]);
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('tells every item of a failed batch, and goes on', async () => {
    let fail = true;
    const coalescer = new Coalescer<number>(async () => {
      if (fail) throw new Error('down');
    });
    const results = await Promise.allSettled([coalescer.add(1), coalescer.add(2)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fail = false;
    await expect(coalescer.add(3)).resolves.toBeUndefined();
  });

  it('never makes a batch of more than 500', async () => {
    const sizes: number[] = [];
    const coalescer = new Coalescer<number>(async (items) => void sizes.push(items.length));
    await Promise.all(Array.from({ length: 1_100 }, (_, i) => coalescer.add(i)));
    expect(sizes).toEqual([500, 500, 100]);
  });
});
