import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { inTransaction } from '@usher/persistence';
import { SiteError } from '@usher/wordpress';
import type { Pool } from 'pg';
import { type CommitPage, type Job, JobFailure, type JobHandler, type JobKind } from './job.js';
import type { JobRepository } from './job.repository.js';

export interface JobRunnerOptions {
  /** Milliseconds between looks for jobs that nobody is at. Default 1000. */
  pollMs?: number;
  /** Milliseconds between two tries of a page that failed: the first, and the longest. Default 500 and 60,000. */
  retry?: { first: number; longest: number };
  /** Tries of one page in a row before the job is given up. Default 12, about six minutes. */
  tries?: number;
}

/** Jobs of one process at once. */
const AT_ONCE = 4;
/** Milliseconds between two signs of life, well within the lease. */
const HEARTBEAT = 15_000;

/**
 * Works on jobs page by page: one process at a time has a job, by a lease; when it dies, another goes on from the
 * last page that was committed.
 */
export class JobRunner implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Jobs');
  private readonly worker = randomUUID();
  private readonly handlers: ReadonlyMap<string, JobHandler>;
  private readonly running = new Map<string, Promise<void>>();
  private readonly closing = new AbortController();
  private looking?: Promise<void>;
  private rouse: () => void = () => undefined;

  constructor(
    private readonly pool: Pool,
    private readonly jobs: JobRepository,
    handlers: readonly JobHandler[],
    /** Called after each page that was committed: it may have published events and queued work for the target. */
    private readonly committed: (targetId: string) => void,
    private readonly options: JobRunnerOptions = {},
  ) {
    this.handlers = new Map(handlers.map((handler) => [handler.kind, handler]));
  }

  onApplicationBootstrap(): void {
    this.looking ??= this.look();
  }

  /** There may be a job. */
  wake(): void {
    this.rouse();
  }

  handler(kind: JobKind): JobHandler | undefined {
    return this.handlers.get(kind);
  }

  /** Resolves when the pages in work are through; other processes go on with the jobs. */
  async onModuleDestroy(): Promise<void> {
    this.closing.abort();
    this.rouse();
    await this.looking;
    await Promise.all(this.running.values());
  }

  private get stopping(): boolean {
    return this.closing.signal.aborted;
  }

  private async look(): Promise<void> {
    while (!this.stopping) {
      const roused = new Promise<void>((resolve) => (this.rouse = resolve));
      await this.take().catch((error: unknown) => this.logger.warn(`No look for jobs: ${String(error)}`));
      await Promise.race([roused, this.pause(this.options.pollMs ?? 1_000)]);
    }
  }

  private async take(): Promise<void> {
    while (!this.stopping && this.running.size < AT_ONCE) {
      const job = await this.jobs.claim(this.worker, [...this.running.keys()]);
      if (job === null) return;
      const work = this.work(job)
        .catch((error: unknown) => this.logger.error(`${job.kind} ${job.id}: ${String(error)}`))
        .finally(() => {
          this.running.delete(job.id);
          this.rouse();
        });
      this.running.set(job.id, work);
    }
  }

  private async work(job: Job): Promise<void> {
    const handler = this.handlers.get(job.kind);
    const heartbeat = setInterval(() => void this.jobs.renew(job.id, this.worker).catch(() => false), HEARTBEAT);
    try {
      if (handler === undefined)
        throw new JobFailure(`This version of Usher does not know jobs of kind "${job.kind}".`);
      await this.pages(handler, job);
    } catch (error) {
      if (!(error instanceof JobFailure)) throw error;
      await this.jobs.fail(job.id, this.worker, error.message);
    } finally {
      clearInterval(heartbeat);
      await this.jobs.release(job.id, this.worker).catch(() => undefined);
    }
  }

  private async pages(handler: JobHandler, first: Job): Promise<void> {
    let job = first;
    for (let failures = 0; job.state === 'running' && !this.stopping;) {
      try {
        const page = await this.commit(job, await handler.next(job));
        if (page === null) return;
        failures = 0;
        job = page.job;
        this.committed(job.targetId);
        await this.pause(page.pauseMs);
      } catch (error) {
        failures += 1;
        await this.afterFailure(job, error, failures);
      }
    }
  }

  /** Null when the job was cancelled, or is another's by now: then nothing of the page counts. */
  private commit(job: Job, page: CommitPage): Promise<{ job: Job; pauseMs: number } | null> {
    return inTransaction(this.pool, async (client) => {
      if (!(await this.jobs.lock(client, job.id, this.worker))) return null;
      const progress = await page(client);
      const { pauseMs = 0, ...rest } = progress;
      return { job: await this.jobs.progress(client, job, this.worker, rest), pauseMs };
    });
  }

  private async afterFailure(job: Job, error: unknown, failures: number): Promise<void> {
    if (error instanceof JobFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const bySite = error instanceof SiteError;
    if (bySite && error.kind === 'misconfigured') {
      throw new JobFailure(`The site does not let Usher in: ${reason} Put that right, then start this again.`);
    }
    if (!bySite) this.logger.warn(`${job.kind} ${job.id}: ${reason}`);
    const saying = bySite ? `The site does not answer: ${reason}` : `This failed within Usher: ${reason}`;
    if (failures >= (this.options.tries ?? 12)) throw new JobFailure(`${saying} Given up after ${failures} tries.`);
    await this.jobs.waits(job.id, this.worker, `${saying} It is tried again.`).catch(() => undefined);
    const { first, longest } = this.options.retry ?? { first: 500, longest: 60_000 };
    const asked = (bySite ? error.retryAfterMs : undefined) ?? 0;
    await this.pause(Math.max(asked, Math.min(first * 2 ** (failures - 1), longest)));
  }

  private async pause(ms: number): Promise<void> {
    if (ms > 0) await sleep(ms, undefined, { signal: this.closing.signal }).catch(() => undefined);
  }
}
