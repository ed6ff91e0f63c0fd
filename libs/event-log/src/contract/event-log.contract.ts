import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { ConsumerOptions, EventLog, Subscription } from '../port.js';
import { type Backing, openEventLog } from './backing.js';
import { eventually, numbered, Recorder } from './recorder.js';

/** What every adapter of the event log promises; run by the integration spec of each. */
export function describeEventLogContract(backing: () => Backing): void {
  jest.setTimeout(30_000);
  let log: EventLog;
  let topic: string;
  let group: string;
  const opened: EventLog[] = [];

  async function open(): Promise<EventLog> {
    const fresh = await openEventLog(backing());
    opened.push(fresh);
    return fresh;
  }

  function consume(from: EventLog, options: Partial<ConsumerOptions> & Pick<ConsumerOptions, 'handle'>) {
    return from.subscribe({ group, topics: [topic], concurrency: 8, ...options });
  }

  beforeEach(async () => {
    topic = `contract.${randomUUID()}`;
    group = `group-${randomUUID()}`;
    log = await open();
    await log.ensureTopics([topic]);
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((each) => each.close()));
  });

  it('gives a message with the key, the headers and the value it was published with', async () => {
    const recorder = new Recorder();
    const headers = { ce_id: 'a', 'content-type': 'application/json; charset=utf-8', note: 'Zoë "1"\n' };
    await log.publish([{ topic, key: 'c:Ünï', headers, value: '{"name":"Zoë \\u0000"}' }]);
    await consume(log, recorder);
    await recorder.until(1);
    expect(recorder.finished[0]).toMatchObject({ topic, key: 'c:Ünï', headers, value: '{"name":"Zoë \\u0000"}' });
    expect(recorder.finished[0]?.offset).toMatch(/^\d+$/);
  });

  it('carries a message of 2 MB', async () => {
    const recorder = new Recorder();
    const value = JSON.stringify('x'.repeat(2_000_000));
    await log.publish([...numbered(topic, 3, 3), { topic, key: 'big', headers: {}, value }]);
    await consume(log, recorder);
    await recorder.until(4);
    expect(recorder.valuesOf('big')).toEqual([value]);
  });

  it('publishes nothing without complaint', async () => {
    await expect(log.publish([])).resolves.toBeUndefined();
  });

  it('keeps the order of each key while keys run side by side', async () => {
    const recorder = new Recorder();
    for (let from = 0; from < 300; from += 50) await log.publish(numbered(topic, 50, 7, from));
    await consume(log, {
      handle: async (message) => {
        await delay(Math.random() * 4);
        await recorder.handle(message);
      },
    });
    await recorder.until(300);
    for (let key = 0; key < 7; key += 1) {
      const expected = numbered(topic, 300, 7).filter((message) => message.key === `key-${key}`);
      expect(recorder.valuesOf(`key-${key}`)).toEqual(expected.map((message) => message.value));
    }
  });

  it('works on as many keys at once as asked, never on two messages of one key', async () => {
    const recorder = new Recorder();
    const inWork = new Map<string, number>();
    let most = 0;
    let mostOfOneKey = 0;
    await log.publish(numbered(topic, 60, 12));
    await consume(log, {
      concurrency: 5,
      handle: async (message) => {
        inWork.set(message.key, (inWork.get(message.key) ?? 0) + 1);
        const counts = [...inWork.values()];
        most = Math.max(
          most,
          counts.reduce((sum, count) => sum + count, 0),
        );
        mostOfOneKey = Math.max(mostOfOneKey, ...counts);
        await delay(10);
        inWork.set(message.key, (inWork.get(message.key) ?? 0) - 1);
        await recorder.handle(message);
      },
    });
    await recorder.until(60);
    expect({ most, mostOfOneKey }).toEqual({ most: 5, mostOfOneKey: 1 });
  });

  it('gives every message to each of two groups', async () => {
    const [one, two] = [new Recorder(), new Recorder()];
    await consume(log, one);
    await consume(log, { ...two, group: `${group}-two` });
    await log.publish(numbered(topic, 40, 4));
    await Promise.all([one.until(40), two.until(40)]);
  });

  it('goes on after a stop where it was, without a gap and without a repetition', async () => {
    const recorder = new Recorder();
    await log.publish(numbered(topic, 30, 4));
    const first = await consume(log, recorder);
    await recorder.until(10);
    await first.stop();
    const before = recorder.values.length;
    await log.publish(numbered(topic, 20, 4, 30));
    await delay(50);
    expect(recorder.values).toHaveLength(before);
    await consume(await open(), recorder);
    await recorder.until(50);
    expect([...recorder.values].sort(byNumber)).toEqual(numbered(topic, 50, 1).map((message) => message.value));
  });

  it('stops only when what is in work is finished and committed', async () => {
    const recorder = new Recorder();
    let begun = 0;
    await log.publish(numbered(topic, 3, 3));
    const subscription = await consume(log, {
      handle: async (message) => {
        begun += 1;
        await delay(200);
        await recorder.handle(message);
      },
    });
    await eventually(() => begun > 0);
    await delay(50);
    await subscription.stop();
    expect(recorder.finished).toHaveLength(begun);
  });

  it('gives a failed message again after the backoff, its key in order, and lets the other keys go on', async () => {
    const recorder = new Recorder();
    const attempts: number[] = [];
    const times: number[] = [];
    const messages = numbered(topic, 40, 4);
    await log.publish(messages);
    await consume(log, {
      backoff: () => 300,
      handle: async (message, attempt) => {
        if (message.value === '4') {
          attempts.push(attempt);
          times.push(Date.now());
          if (attempt < 3) throw new Error('not yet');
        }
        await recorder.handle(message);
      },
    });
    await eventually(() => recorder.values.length >= 31);
    expect(recorder.valuesOf('key-0')).toEqual(['0']);
    await recorder.until(40);
    expect(attempts).toEqual([1, 2, 3]);
    expect(Number(times[1]) - Number(times[0])).toBeGreaterThanOrEqual(295);
    expect(recorder.valuesOf('key-0')).toEqual(['0', '4', '8', '12', '16', '20', '24', '28', '32', '36']);
  });

  it('gives a message that failed until the stop again after the restart', async () => {
    const recorder = new Recorder();
    await log.publish(numbered(topic, 20, 5));
    const first = await consume(log, {
      backoff: () => 50,
      handle: async (message) => {
        if (message.key === 'key-2') throw new Error('refused');
        await recorder.handle(message);
      },
    });
    await recorder.until(16);
    await first.stop();
    await consume(await open(), recorder);
    await recorder.until(20);
    expect(recorder.valuesOf('key-2').slice(-4)).toEqual(['2', '7', '12', '17']);
  });

  it('gives messages of an earlier topic first when more waits than can be in work', async () => {
    const recorder = new Recorder();
    const express = `express.${randomUUID()}`;
    await log.ensureTopics([express]);
    await log.publish(numbered(topic, 200, 200));
    await log.publish([{ topic: express, key: 'leaver', headers: {}, value: 'leaver' }]);
    await consume(log, {
      topics: [express, topic],
      concurrency: 1,
      handle: async (message) => {
        await delay(5);
        await recorder.handle(message);
      },
    });
    await recorder.until(201);
    expect(recorder.values.indexOf('leaver')).toBeLessThan(100);
  });

  it('gives what a killed consumer had not finished to the next one', async () => {
    const recorder = new Recorder();
    await log.publish(numbered(topic, 30, 10));
    const victim = await startVictim({ backing: backing(), group, topic, finishes: 6 });
    expect(victim.finished).toHaveLength(6);
    await victim.kill();
    await consume(log, recorder);
    await recorder.until(30 - victim.finished.length, 40_000);
    // What it finished may come again, what it didn't must.
    const seen = new Set([...victim.finished, ...recorder.values]);
    await eventually(
      () => new Set([...victim.finished, ...recorder.values]).size === 30,
      10_000,
      () => `${seen.size}`,
    );
    for (const value of victim.hanging) expect(recorder.values).toContain(value);
  }, 60_000);

  it('lets a second member of a group take over what the first leaves', async () => {
    const recorder = new Recorder();
    const first: Subscription = await consume(log, recorder);
    await consume(await open(), recorder);
    await log.publish(numbered(topic, 20, 5));
    await recorder.until(20);
    await first.stop();
    await log.publish(numbered(topic, 20, 5, 20));
    await recorder.until(40, 30_000);
  }, 60_000);

  it('says that it can be reached', async () => {
    await expect(log.check()).resolves.toBeUndefined();
  });
}

async function startVictim(options: { backing: Backing; group: string; topic: string; finishes: number }) {
  // Built before the tests: a process of its own can't run TypeScript.
  const script = fileURLToPath(new URL('../../dist/contract/victim.js', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trim().split('\n')));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const told = (what: string): string[] =>
    lines.filter((line) => line.startsWith(`${what} `)).map((line) => line.slice(what.length + 1));
  await eventually(
    () => told('hangs').length >= 4,
    20_000,
    () => `the victim hangs; it said ${lines.join(', ')}`,
  );
  return {
    finished: told('finished'),
    hanging: told('hangs'),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function byNumber(a: string, b: string): number {
  return Number(a) - Number(b);
}
