import { Coalescer, type CoalescerOptions } from './coalescer.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const statuses = (results: readonly PromiseSettledResult<unknown>[]) => results.map(({ status }) => status);

interface Batch {
  inputs: readonly number[];
  end(): void;
  fail(error: Error): void;
}

/** A coalescer whose batches end when told to; an output is ten times its input. */
function controlled(options: CoalescerOptions) {
  const batches: Batch[] = [];
  const work = (inputs: readonly number[]): Promise<number[]> =>
    new Promise((resolve, reject) => {
      batches.push({ inputs, end: () => resolve(inputs.map((input) => input * 10)), fail: reject });
    });
  return { batches, coalescer: new Coalescer(work, options), taken: () => batches.map(({ inputs }) => inputs) };
}

/** A coalescer whose batches end at once, but for those with a 2: they are refused. */
function refusingTwo(options: CoalescerOptions) {
  const taken: (readonly number[])[] = [];
  const work = async (inputs: readonly number[]) => {
    taken.push(inputs);
    if (inputs.includes(2)) throw new Error('refused');
    return inputs;
  };
  return { taken, coalescer: new Coalescer(work, options) };
}

describe('Coalescer', () => {
  it('lets a lone call go in the same turn of the event loop', async () => {
    const { coalescer, taken, batches } = controlled({ slots: 1, size: 8 });
    const result = coalescer.submit(1);
    await turn();
    expect(taken()).toEqual([[1]]);
    batches[0]!.end();
    await expect(result).resolves.toBe(10);
  });

  it('takes calls of the same moment into one batch and answers each with its own output', async () => {
    const { coalescer, taken, batches } = controlled({ slots: 1, size: 8 });
    const results = Promise.all([1, 2, 3].map((n) => coalescer.submit(n)));
    await turn();
    batches[0]!.end();
    await expect(results).resolves.toEqual([10, 20, 30]);
    expect(taken()).toEqual([[1, 2, 3]]);
  });

  it('collects what comes while every slot is busy, up to the size of a batch', async () => {
    const { coalescer, taken, batches } = controlled({ slots: 1, size: 2 });
    const results = [coalescer.submit(1)];
    await turn();
    for (const n of [2, 3, 4]) results.push(coalescer.submit(n));
    for (const expected of [[[1]], [[1], [2, 3]], [[1], [2, 3], [4]]]) {
      await turn();
      expect(taken()).toEqual(expected);
      batches.at(-1)!.end();
      await turn();
    }
    await expect(Promise.all(results)).resolves.toEqual([10, 20, 30, 40]);
  });

  it('fills every slot at once, and each again as soon as it is free', async () => {
    const { coalescer, taken, batches } = controlled({ slots: 2, size: 2 });
    const results = Promise.all([1, 2, 3, 4, 5].map((n) => coalescer.submit(n)));
    await turn();
    expect(taken()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    batches[1]!.end();
    await turn();
    await turn();
    expect(taken()[2]).toEqual([5]);
    for (const { end } of batches) end();
    await expect(results).resolves.toEqual([10, 20, 30, 40, 50]);
  });

  it('lets the urgent go first, and one that shares with few share with no more', async () => {
    const { coalescer, batches } = controlled({ slots: 1, size: 10 });
    const results = [
      coalescer.submit(1),
      coalescer.submit(2, { share: 1 }),
      coalescer.submit(3),
      coalescer.submit(4, { share: 2 }),
      coalescer.submit(5),
      coalescer.submit(6, { urgent: true }),
    ];
    for (const expected of [[6], [1], [2], [3, 4], [5]]) {
      await turn();
      expect(batches.at(-1)!.inputs).toEqual(expected);
      batches.at(-1)!.end();
      await turn();
    }
    await Promise.all(results);
  });

  it('lets the urgent share with each other, and not wait for the answer to others', async () => {
    const { coalescer, batches } = controlled({ slots: 1, size: 3 });
    const results = [1, 2].map((n) => coalescer.submit(n));
    results.push(...[3, 4, 5, 6].map((n) => coalescer.submit(n, { urgent: true })));
    for (const expected of [[3, 4, 5], [6], [1, 2]]) {
      await turn();
      expect(batches.at(-1)!.inputs).toEqual(expected);
      batches.at(-1)!.end();
      await turn();
    }
    await expect(Promise.all(results)).resolves.toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('lets the urgent begin though all slots are busy, and nobody else', async () => {
    const { coalescer, batches } = controlled({ slots: 1, urgentSlots: 1, size: 1 });
    const results = [1, 2].map((n) => coalescer.submit(n));
    await turn();
    results.push(...[3, 4].map((n) => coalescer.submit(n, { urgent: true })));
    await turn();
    expect(batches.map(({ inputs }) => inputs)).toEqual([[1], [3]]);
    batches[1]!.end();
    await turn();
    await turn();
    expect(batches.map(({ inputs }) => inputs)).toEqual([[1], [3], [4]]);
    batches[0]!.end();
    await turn();
    await turn();
    expect(batches).toHaveLength(3);
    batches[2]!.end();
    await turn();
    await turn();
    batches[3]!.end();
    await expect(Promise.all(results)).resolves.toEqual([10, 20, 30, 40]);
  });

  it('keeps the others to one slot while an urgent batch is at work', async () => {
    const { coalescer, batches } = controlled({ slots: 3, urgentSlots: 1, size: 1 });
    const results = [1, 2, 3, 4, 5].map((n) => coalescer.submit(n));
    await turn();
    results.push(coalescer.submit(6, { urgent: true }));
    await turn();
    const begun = () => batches.map(({ inputs: [input] }) => input);
    expect(begun()).toEqual([1, 2, 3, 6]);
    const end = async (input: number) => {
      batches[begun().indexOf(input)]!.end();
      await turn();
      await turn();
    };
    await end(1);
    await end(2);
    expect(begun()).toEqual([1, 2, 3, 6]);
    await end(3);
    expect(begun()).toEqual([1, 2, 3, 6, 4]);
    await end(6);
    expect(begun()).toEqual([1, 2, 3, 6, 4, 5]);
    await end(4);
    await end(5);
    await expect(Promise.all(results)).resolves.toEqual([10, 20, 30, 40, 50, 60]);
  });

  it('fails only the input that is refused, not its batch', async () => {
    const { coalescer, taken } = refusingTwo({ slots: 1, size: 8, splitOn: () => true });
    const results = await Promise.allSettled([1, 2, 3].map((n) => coalescer.submit(n)));
    expect(statuses(results)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(taken).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it('tries the inputs of a refused batch one after another, in the slot of the batch', async () => {
    const { coalescer, taken, batches } = controlled({ slots: 1, size: 2, splitOn: () => true });
    const results = Promise.all([1, 2, 3].map((n) => coalescer.submit(n)));
    await turn();
    batches[0]!.fail(new Error('refused'));
    for (const expected of [[1], [2], [3]]) {
      await turn();
      await turn();
      expect(taken().at(-1)).toEqual(expected);
      batches.at(-1)!.end();
    }
    await expect(results).resolves.toEqual([10, 20, 30]);
  });

  it.each<[string, CoalescerOptions['splitOn']]>([
    ['that may have taken effect', () => false],
    ['of work that says nothing of it', undefined],
  ])('never repeats a batch %s', async (_, splitOn) => {
    const { coalescer, taken } = refusingTwo({ slots: 1, size: 8, splitOn });
    const results = await Promise.allSettled([1, 2, 3].map((n) => coalescer.submit(n)));
    expect(statuses(results)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(taken).toEqual([[1, 2, 3]]);
  });

  it('goes on after a failure', async () => {
    const { coalescer } = refusingTwo({ slots: 1, size: 2 });
    const results = await Promise.allSettled([1, 2, 3, 4].map((n) => coalescer.submit(n)));
    expect(statuses(results)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
    await expect(coalescer.submit(5)).resolves.toBe(5);
  });

  it('gives no output away when it is not sure whose it is', async () => {
    const coalescer = new Coalescer(async () => ['one'], { slots: 1, size: 8 });
    const results = await Promise.allSettled([1, 2].map((n) => coalescer.submit(n)));
    expect(statuses(results)).toEqual(['rejected', 'rejected']);
  });
});
