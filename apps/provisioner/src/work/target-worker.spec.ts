import { setTimeout as sleep } from 'node:timers/promises';
import type { Worked } from '../apply/apply.service.js';
import type { Target } from '../targets/target.js';
import type { Postponed } from './claims.repository.js';
import { TargetWorker } from './target-worker.js';
import type { ClaimedWork } from './work-row.js';

const running: TargetWorker[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((worker) => worker.stop()));
});

function row(id: string, parts: Partial<ClaimedWork> = {}): ClaimedWork {
  return {
    ...{ id, targetId: 'a', connection: 'default', scimId: `user-${id}`, revision: 1, userName: id, eventId: id },
    ...{ type: 'user.updated', kind: 'event', priority: 1, attempts: 0, awaited: false, jobId: null, options: {} },
    ...{ origin: null, traceparent: null, data: null, time: new Date(0), outdated: false, link: null },
    ...parts,
  };
}

/** A worker over a queue in memory, whose rows are in work until the test says what came of them. */
function bench(waiting: ClaimedWork[], initially = {}) {
  const inWork = new Map<string, { row: ClaimedWork; end(worked: Worked): void }>();
  const postponed: Postponed[] = [];
  // deaf: what is put back is in the queue, and the answer that says so is still on its way.
  const state = { serves: true, paused: false, removed: false, deaf: false, ...initially };
  let hear = () => undefined as void;
  const heard = new Promise<void>((resolve) => (hear = resolve));
  const gate = { pass: (ms: number) => (state.serves ? Promise.resolve(true) : sleep(Math.min(ms, 5), false)) };
  const worker = new TargetWorker({
    targetId: 'a',
    find: () => (state.removed ? undefined : ({ id: 'a', name: 'a', paused: state.paused, gate } as unknown as Target)),
    claims: {
      claim: (_target, limit, priorities) => {
        const rows = priorities
          .flatMap((priority) => waiting.filter((one) => one.priority === priority))
          .slice(0, limit);
        for (const one of rows) waiting.splice(waiting.indexOf(one), 1);
        return Promise.resolve(rows);
      },
      postpone: (rows) => Promise.resolve(void postponed.push(...rows)),
    },
    apply: { work: (one) => new Promise((end) => inWork.set(one.id, { row: one, end })) },
    links: { load: () => Promise.resolve({ revision: 9 } as never) },
    postpone: async (one) => {
      postponed.push(one);
      if (state.deaf) await heard;
    },
  });
  running.push(worker);
  worker.start();
  const finish = (id: string, worked: Worked = { recorded: true }) => {
    inWork.get(id)!.end(worked);
    inWork.delete(id);
  };
  const finishAll = () => {
    waiting.splice(0);
    for (const id of [...inWork.keys()]) finish(id);
  };
  return { worker, waiting, inWork, postponed, state, hear, finish, finishAll };
}

const rows = (count: number, parts: Partial<ClaimedWork> = {}, prefix = 'r') =>
  Array.from({ length: count }, (_, i) => row(`${prefix}${i}`, parts));

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !holds(); i++) await sleep(2);
  expect(holds()).toBe(true);
}

describe('the worker of a site', () => {
  it('has leavers in work at once, though it has all the joins that it can take', async () => {
    const { worker, waiting, inWork, finishAll } = bench(rows(5000));
    await until(() => inWork.size === 400);
    waiting.push(...rows(3, { priority: 0 }, 'leaver'));
    worker.wake();
    await until(() => inWork.has('leaver0') && inWork.has('leaver2'));
    expect(waiting.length).toBe(5000 - 400);
    finishAll();
  });

  it('never has two rows of one user in work, and looks at the link again before the second', async () => {
    const { inWork, finish } = bench([row('1', { scimId: 'x' }), row('2', { scimId: 'x' })]);
    await until(() => inWork.size === 1);
    await sleep(20);
    expect([...inWork.keys()]).toEqual(['1']);
    finish('1');
    await until(() => inWork.has('2'));
    expect(inWork.get('2')!.row.link).toMatchObject({ revision: 9 });
    finish('2');
  });

  it('takes nothing while the site does not serve, is paused, or was removed', async () => {
    const { worker, inWork, state, finishAll } = bench([row('1')], { serves: false });
    await sleep(30);
    expect(inWork.size).toBe(0);
    Object.assign(state, { serves: true, paused: true });
    worker.wake();
    await sleep(30);
    expect(inWork.size).toBe(0);
    Object.assign(state, { paused: false, removed: true });
    worker.wake();
    await sleep(30);
    expect(inWork.size).toBe(0);
    state.removed = false;
    worker.wake();
    await until(() => inWork.size === 1);
    finishAll();
  });

  it('gives back what came to no end, with the reason, and looks for it when its time has come', async () => {
    const { inWork, postponed, finish, waiting } = bench([row('1')]);
    await until(() => inWork.size === 1);
    waiting.push(row('1', { attempts: 1 }));
    waiting.splice(0);
    finish('1', { recorded: false, afterMs: 30, reason: 'busy' });
    await until(() => postponed.length === 1);
    expect(postponed).toEqual([{ id: '1', afterMs: 30, error: 'busy' }]);
    waiting.push(row('1', { attempts: 1 }));
    await until(() => inWork.has('1'));
    finish('1');
  });

  it('works on a row that it claims again before it has heard that the row is back in the queue', async () => {
    const { inWork, postponed, hear, finish, waiting } = bench([row('1')], { deaf: true });
    await until(() => inWork.size === 1);
    finish('1', { recorded: false, afterMs: 0, reason: 'busy' });
    await until(() => postponed.length === 1);
    waiting.push(row('1', { attempts: 1 }));
    running[0]!.wake();
    await until(() => waiting.length === 0);
    hear();
    await until(() => inWork.has('1'));
    expect(inWork.get('1')!.row).toMatchObject({ attempts: 1, link: { revision: 9 } });
    finish('1');
  });

  it('lets go at once what it has not begun when the process stops, and waits for the rest', async () => {
    const { worker, inWork, postponed, finish } = bench([row('1', { scimId: 'x' }), row('2', { scimId: 'x' })]);
    await until(() => inWork.size === 1);
    let stopped = false;
    const stopping = worker.stop().then(() => (stopped = true));
    await sleep(20);
    expect(stopped).toBe(false);
    finish('1', { recorded: false, afterMs: 60_000, reason: 'Usher is stopping.' });
    await stopping;
    expect(postponed).toEqual([
      { id: '1', afterMs: 0, error: null },
      { id: '2', afterMs: 0, error: null },
    ]);
  });
});
