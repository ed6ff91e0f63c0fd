import { Coalescer } from './coalescer.js';

/** A call that ends when told to. */
function controlled() {
  const calls: { items: readonly number[]; end(): void; fail(error: Error): void }[] = [];
  const run = (items: readonly number[]): Promise<number[]> =>
    new Promise((resolve, reject) => {
      calls.push({ items, end: () => resolve(items.map((item) => item * 10)), fail: reject });
    });
  return { calls, run };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('coalescer', () => {
  it('makes one call of what is asked for at once, and gives each its own result', async () => {
    const { calls, run } = controlled();
    const coalescer = new Coalescer({ limit: 10, inFlight: 1, run });
    const results = Promise.all([1, 2, 3].map((item) => coalescer.submit(item)));
    await turn();
    calls[0]!.end();
    expect(await results).toEqual([10, 20, 30]);
    expect(calls.map(({ items }) => items)).toEqual([[1, 2, 3]]);
  });

  it('keeps to the limits of a call and of calls in flight', async () => {
    const { calls, run } = controlled();
    const coalescer = new Coalescer({ limit: 2, inFlight: 2, run });
    const results = Promise.all([1, 2, 3, 4, 5].map((item) => coalescer.submit(item)));
    await turn();
    expect(calls.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    calls[0]!.end();
    await turn();
    expect(calls[2]!.items).toEqual([5]);
    calls[1]!.end();
    calls[2]!.end();
    expect(await results).toEqual([10, 20, 30, 40, 50]);
  });

  it('lets the urgent go first, and one that wants to be alone be alone', async () => {
    const { calls, run } = controlled();
    const coalescer = new Coalescer({ limit: 10, inFlight: 1, run });
    const submitted = [
      coalescer.submit(1),
      coalescer.submit(2, { share: 1 }),
      coalescer.submit(3),
      coalescer.submit(4, { urgent: true }),
    ];
    for (const expected of [[4, 1], [2], [3]]) {
      await turn();
      expect(calls.at(-1)!.items).toEqual(expected);
      calls.at(-1)!.end();
    }
    await Promise.all(submitted);
  });

  it('fails all of a call that failed, and goes on', async () => {
    const { calls, run } = controlled();
    const coalescer = new Coalescer({ limit: 2, inFlight: 1, run });
    const results = Promise.allSettled([1, 2, 3].map((item) => coalescer.submit(item)));
    await turn();
    calls[0]!.fail(new Error('no'));
    await turn();
    calls[1]!.end();
    expect((await results).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
