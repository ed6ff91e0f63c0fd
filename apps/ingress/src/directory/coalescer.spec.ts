import { Coalescer } from './coalescer.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open, opened };
}

describe('Coalescer', () => {
  it('takes calls of the same moment into one batch and answers each with its own output', async () => {
    const batches: number[][] = [];
    const work = async (inputs: readonly number[]) => {
      batches.push([...inputs]);
      return inputs.map((input) => input * 10);
    };
    const coalescer = new Coalescer(work, { slots: 1, size: 8, wasRolledBack: () => false });
    await expect(Promise.all([1, 2, 3].map((n) => coalescer.submit(n)))).resolves.toEqual([10, 20, 30]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('collects what comes while every slot is busy, up to the size of a batch', async () => {
    const batches: number[][] = [];
    const first = gate();
    const work = async (inputs: readonly number[]) => {
      batches.push([...inputs]);
      if (batches.length === 1) await first.opened;
      return inputs;
    };
    const coalescer = new Coalescer(work, { slots: 1, size: 2, wasRolledBack: () => false });
    const all = [coalescer.submit(1)];
    await turn();
    for (const n of [2, 3, 4]) all.push(coalescer.submit(n));
    await turn();
    expect(batches).toEqual([[1]]);
    first.open();
    await Promise.all(all);
    expect(batches).toEqual([[1], [2, 3], [4]]);
  });

  it('fails only the input that is refused, not its batch', async () => {
    const work = async (inputs: readonly number[]) => {
      if (inputs.includes(2)) throw new Error('refused');
      return inputs;
    };
    const coalescer = new Coalescer(work, { slots: 1, size: 8, wasRolledBack: () => true });
    const results = await Promise.allSettled([1, 2, 3].map((n) => coalescer.submit(n)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('never repeats a batch that may have been committed', async () => {
    let calls = 0;
    const work = async (): Promise<number[]> => {
      calls += 1;
      throw new Error('connection lost');
    };
    const coalescer = new Coalescer(work, { slots: 1, size: 8, wasRolledBack: () => false });
    const results = await Promise.allSettled([1, 2].map((n) => coalescer.submit(n)));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(calls).toBe(1);
  });

  it('goes on after a failure', async () => {
    let calls = 0;
    const work = async (inputs: readonly number[]) => {
      calls += 1;
      if (calls === 1) throw new Error('once');
      return inputs;
    };
    const coalescer = new Coalescer(work, { slots: 1, size: 8, wasRolledBack: () => false });
    await expect(coalescer.submit(1)).rejects.toThrow('once');
    await expect(coalescer.submit(2)).resolves.toBe(2);
  });
});
