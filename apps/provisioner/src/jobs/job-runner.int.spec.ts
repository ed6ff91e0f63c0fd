import { Logger } from '@nestjs/common';
import { SiteError } from '@usher/wordpress';
import { FakeSite } from '../testing/fake-site.js';
import { ORIGIN, SiteBench } from '../testing/site-bench.js';
import { type CommitPage, type Job, JobFailure, type JobHandler } from './job.js';

let bench: SiteBench;

beforeAll(async () => {
  Logger.overrideLogger(false);
  bench = await SiteBench.open(new FakeSite());
});
afterAll(() => bench.close());
afterEach(async () => {
  await bench.stopRunners();
  await bench.work.pool.query('DELETE FROM provisioner.jobs');
});

/** Counts to a number, a page for each; what a test does in between is its own. */
class Counting implements JobHandler {
  readonly kind = 'import';
  readonly begun: number[] = [];
  readonly cancellations: string[] = [];

  constructor(
    private readonly pages: number,
    private readonly inPage: (page: number) => Promise<void> | void = () => undefined,
  ) {}

  async next(job: Job): Promise<CommitPage> {
    const page = ((job.cursor as number | null) ?? 0) + 1;
    this.begun.push(page);
    await this.inPage(page);
    return () =>
      Promise.resolve({
        cursor: page,
        total: this.pages,
        done: page,
        counts: { pages: page },
        finished: page === this.pages,
      });
  }

  cancelled(_client: unknown, job: Job): Promise<void> {
    this.cancellations.push(job.id);
    return Promise.resolve();
  }
}

async function start(handler: JobHandler, options = {}) {
  const runner = bench.runner([handler], options);
  const answer = await bench.starter(runner).start({ targetId: 'blog', kind: handler.kind, origin: ORIGIN });
  if (!answer.ok) throw new Error(answer.message);
  runner.onApplicationBootstrap();
  return { runner, id: answer.value.id, starter: bench.starter(runner) };
}

describe('a job', () => {
  it('is worked on page by page until its end, with its progress to be seen', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { id } = await start(new Counting(3, (page) => (page === 3 ? held : undefined)));
    expect(await bench.until(id, ({ done }) => done === 2)).toMatchObject({
      state: 'running',
      total: 3,
      counts: { pages: 2 },
    });
    release();
    expect(await bench.until(id)).toMatchObject({ state: 'done', done: 3, error: null, actor: 'operator' });
  });

  it('is told of in the same transaction that starts it, by whom', async () => {
    const { id } = await start(new Counting(1));
    await bench.until(id);
    const told = (await bench.work.told('usher.operations.v1')).at(-1);
    expect(told?.data).toMatchObject({
      action: 'target.import',
      target: { id: 'blog' },
      origin: { actor: 'operator' },
    });
  });

  it('runs once at a time for a target: a second is refused in words', async () => {
    let release: () => void = () => undefined;
    // Made before the job, which may come to its page only after it is let go.
    const held = new Promise<void>((resolve) => (release = resolve));
    const { id, starter } = await start(new Counting(1, () => held));
    const second = await starter.start({ targetId: 'blog', kind: 'import', origin: ORIGIN });
    expect(second).toMatchObject({ ok: false, status: 409, message: expect.stringMatching(/already.*Wait/) });
    release();
    await bench.until(id);
    const third = await starter.start({ targetId: 'blog', kind: 'import', origin: ORIGIN });
    expect(third).toMatchObject({ ok: true });
  });

  it('goes on in another process after the last page that was committed', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const first = new Counting(4, (page) => (page === 3 ? held : undefined));
    const { id } = await start(first);
    await bench.until(id, ({ done }) => done === 2);
    // The process is gone: it doesn't prolong its lease any more.
    await bench.work.pool.query(`UPDATE provisioner.jobs SET lease_until = now() - interval '1 second'`);
    const second = new Counting(4);
    bench.runner([second]).onApplicationBootstrap();
    expect(await bench.until(id)).toMatchObject({ state: 'done', done: 4 });
    expect(second.begun).toEqual([3, 4]);
    release();
  });

  it('is one process’s at a time: a page of who lost it does not count', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = new Counting(2, (page) => (page === 1 ? held : undefined));
    const { id } = await start(slow);
    await bench.until(id, () => slow.begun.length === 1);
    await bench.work.pool.query(`UPDATE provisioner.jobs SET lease_by = gen_random_uuid()`);
    release();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await bench.jobs.find(id)).toMatchObject({ done: 0, state: 'running' });
  });

  it('that is cancelled ends, whatever page it is at', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const handler = new Counting(2, (page) => (page === 2 ? held : undefined));
    const { id, starter } = await start(handler);
    await bench.until(id, ({ done }) => done === 1);
    expect(await starter.cancel(id, ORIGIN)).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    release();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await bench.jobs.find(id)).toMatchObject({ state: 'cancelled', done: 1 });
    expect(handler.cancellations).toEqual([id]);
    expect(await starter.cancel(id, ORIGIN)).toMatchObject({ ok: false, status: 409 });
  });

  it('waits for a site that does not answer, says so, and goes on', async () => {
    let down = true;
    const handler = new Counting(1, () => {
      if (down) throw new SiteError('transient', 'http_503', 'The site answers 503.');
    });
    const { id } = await start(handler, { tries: 1_000 });
    expect(await bench.until(id, ({ error }) => error !== null)).toMatchObject({
      ...{ state: 'running', error: expect.stringMatching(/does not answer.*503.*tried again/) },
    });
    down = false;
    expect(await bench.until(id)).toMatchObject({ state: 'done', error: null });
  });

  it('ends when the site stays away, or lets nobody in', async () => {
    const away = new Counting(1, () => {
      throw new SiteError('transient', 'http_503', 'The site answers 503.');
    });
    const { id } = await start(away, { tries: 3 });
    expect(await bench.until(id)).toMatchObject({ state: 'failed', error: expect.stringMatching(/Given up after 3/) });
    expect(away.begun).toHaveLength(3);
    await bench.stopRunners();

    const shut = new Counting(1, () => {
      throw new SiteError('misconfigured', 'invalid_credentials', 'The password is wrong.');
    });
    const { id: other } = await start(shut);
    expect(await bench.until(other)).toMatchObject({
      ...{ state: 'failed', error: expect.stringMatching(/password is wrong.*Put that right/) },
    });
    expect(shut.begun).toHaveLength(1);
  });

  it('that can not go on says why', async () => {
    const { id } = await start(
      new Counting(1, () => {
        throw new JobFailure('The site is no longer connected.');
      }),
    );
    expect(await bench.until(id)).toMatchObject({ state: 'failed', error: 'The site is no longer connected.' });
  });
});
