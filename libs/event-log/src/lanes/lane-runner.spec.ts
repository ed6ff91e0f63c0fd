import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { StoredMessage } from '../port.js';
import { LaneRunner, type LaneOptions } from './lane-runner.js';

function message(offset: number, key: string, topic = 'users', partition = 0): StoredMessage {
  return { topic, partition, key, offset: String(offset), headers: {}, value: `${key}${offset}` };
}

/** A runner whose handlers finish when the test says so. */
function controlled(options: Partial<LaneOptions> = {}) {
  const inWork = new Map<string, { finish(): void; fail(error?: Error): void }>();
  const started: string[] = [];
  const runner = new LaneRunner({
    topics: ['leavers', 'users'],
    concurrency: 10,
    backoff: () => 0,
    onProgress: () => undefined,
    handle: ({ value }) =>
      new Promise<void>((resolve, reject) => {
        started.push(value);
        const end = (act: () => void) => () => {
          inWork.delete(value);
          act();
        };
        inWork.set(value, {
          finish: end(resolve),
          fail: (error = new Error('no')) => end(() => reject(error))(),
        });
      }),
    ...options,
  });
  return { runner, inWork, started };
}

describe('LaneRunner', () => {
  it('starts the next message of a key when the one before is finished', async () => {
    const { runner, inWork, started } = controlled();
    for (const each of [message(1, 'a'), message(2, 'a'), message(3, 'b')]) runner.add(each);
    expect(started).toEqual(['a1', 'b3']);
    inWork.get('a1')?.finish();
    await turn();
    expect(started).toEqual(['a1', 'b3', 'a2']);
  });

  it('starts a waiting message of an earlier topic before those of a later one', async () => {
    const { runner, inWork, started } = controlled({ concurrency: 1 });
    for (const each of [message(1, 'a'), message(2, 'b'), message(7, 'z', 'leavers')]) runner.add(each);
    inWork.get('a1')?.finish();
    await turn();
    expect(started).toEqual(['a1', 'z7']);
  });

  it('holds no place for a key that waits for its backoff', async () => {
    const { runner, inWork, started } = controlled({ concurrency: 1, backoff: () => 10_000 });
    for (const each of [message(1, 'a'), message(2, 'a'), message(3, 'b')]) runner.add(each);
    inWork.get('a1')?.fail();
    await turn();
    inWork.get('b3')?.finish();
    await turn();
    expect(started).toEqual(['a1', 'b3']);
    expect(runner.committable('users', 0)).toBeUndefined();
    expect(runner.unfinished('users', 0)).toBe(2);
    expect(runner.uncommittable('users', 0)).toBe(3);
    await runner.stop();
  });

  it('counts the attempts of each message from 1 and asks the backoff with the error', async () => {
    const attempts: [string, number][] = [];
    const asked: [number, string][] = [];
    const runner = new LaneRunner({
      topics: ['users'],
      concurrency: 1,
      onProgress: () => undefined,
      backoff: (attempt, error) => {
        asked.push([attempt, (error as Error).message]);
        return 0;
      },
      handle: async ({ value }, attempt) => {
        attempts.push([value, attempt]);
        if (value === 'a1' && attempt < 3) throw new Error(`no ${attempt}`);
      },
    });
    runner.add(message(1, 'a'));
    runner.add(message(2, 'a'));
    while (attempts.length < 4) await turn();
    expect(attempts).toEqual([
      ['a1', 1],
      ['a1', 2],
      ['a1', 3],
      ['a2', 1],
    ]);
    expect(asked).toEqual([
      [1, 'no 1'],
      [2, 'no 2'],
    ]);
  });

  it('lets nothing of a dropped partition count, and gives it anew when it comes back', async () => {
    const { runner, inWork, started } = controlled();
    runner.add(message(1, 'a'));
    runner.add(message(2, 'a'));
    runner.drop('users', 0);
    inWork.get('a1')?.finish();
    await turn();
    expect(started).toEqual(['a1']);
    expect(runner.committable('users', 0)).toBeUndefined();
    runner.add(message(1, 'a'));
    expect(started).toEqual(['a1', 'a1']);
  });

  it('ignores a message that is given a second time', async () => {
    const { runner, started } = controlled();
    runner.add(message(1, 'a'));
    runner.add(message(1, 'a'));
    runner.add(message(2, 'b'));
    expect(started).toEqual(['a1', 'b2']);
  });

  it('stops when what is in work is finished, and starts nothing more', async () => {
    const { runner, inWork, started } = controlled({ concurrency: 1 });
    for (const each of [message(1, 'a'), message(2, 'b')]) runner.add(each);
    let stopped = false;
    const stopping = runner.stop().then(() => (stopped = true));
    await turn();
    expect(stopped).toBe(false);
    inWork.get('a1')?.finish();
    await stopping;
    expect(started).toEqual(['a1']);
    expect(runner.committable('users', 0)).toBe(1n);
  });

  it('stops at last although a handler never ends', async () => {
    const { runner } = controlled();
    runner.add(message(1, 'a'));
    await runner.stop(20);
    expect(runner.committable('users', 0)).toBeUndefined();
  });

  it('finishes every message once, each key in order, within the concurrency, whatever fails in between', async () => {
    const work = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), failures: fc.nat(2) }), {
      minLength: 1,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(work, fc.integer({ min: 1, max: 6 }), async (items, concurrency) => {
        const finished: StoredMessage[] = [];
        let inWork = 0;
        let most = 0;
        const runner = new LaneRunner({
          topics: ['users'],
          concurrency,
          backoff: () => 0,
          onProgress: () => undefined,
          handle: async (given, attempt) => {
            most = Math.max(most, (inWork += 1));
            await turn();
            inWork -= 1;
            if (attempt <= (items[Number(given.offset)]?.failures ?? 0)) throw new Error('again');
            finished.push(given);
          },
        });
        items.forEach(({ key }, offset) => runner.add(message(offset, key)));
        while (runner.unfinished('users', 0) > 0) await turn();
        expect(finished).toHaveLength(items.length);
        for (const key of ['a', 'b', 'c', 'd']) {
          const offsets = finished.filter((each) => each.key === key).map((each) => Number(each.offset));
          expect(offsets).toEqual([...offsets].sort((one, two) => one - two));
        }
        expect(runner.committable('users', 0)).toBe(BigInt(items.length - 1));
        expect(most).toBeLessThanOrEqual(concurrency);
      }),
      { numRuns: 40 },
    );
  });
});
