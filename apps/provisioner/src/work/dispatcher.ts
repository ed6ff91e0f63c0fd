import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Coalescer } from '@usher/concurrency';
import type { ApplyService } from '../apply/apply.service.js';
import type { LinkStore } from '../links/link.store.js';
import { oldestWaiting, workRows } from '../metrics.js';
import type { Target } from '../targets/target.js';
import type { Activity } from './activity.js';
import type { ClaimsRepository, Postponed } from './claims.repository.js';
import type { Lag } from './lag.js';
import { TargetWorker } from './target-worker.js';
import type { WorkQueue } from './work-queue.js';

/** Milliseconds between looks for rows that another process added, or whose time or lease has run out. */
const POLL = 1_000;
/** Polls between renewals of the leases, and between two counts for the metrics and the lag. */
const RENEW_EVERY = 5;
const COUNT_EVERY = 15;

export interface Targets {
  all(): readonly Target[];
  find(id: string): Target | undefined;
}

/** One worker for each target, as long as the process runs; none waits for another. */
export class Dispatcher implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Work');
  private readonly workers = new Map<string, TargetWorker>();
  private readonly postponed: Coalescer<Postponed, void>;
  private timer?: NodeJS.Timeout;
  private polls = 0;
  private polling = false;
  private stopping = false;
  private silence: () => void = () => undefined;

  constructor(
    private readonly queue: WorkQueue,
    private readonly targets: Targets,
    private readonly claims: ClaimsRepository,
    private readonly apply: ApplyService,
    private readonly links: LinkStore,
    private readonly activity: Pick<Activity, 'save'>,
    private readonly lag: Pick<Lag, 'note'>,
  ) {
    const postpone = async (rows: readonly Postponed[]): Promise<void[]> => {
      await claims.postpone(rows);
      return rows.map(() => undefined);
    };
    this.postponed = new Coalescer(postpone, { slots: 1, size: 200 });
  }

  onApplicationBootstrap(): void {
    this.silence = this.queue.onWake((targetId) => this.wake(targetId));
    this.appoint();
    this.timer = setInterval(() => void this.poll(), POLL);
  }

  /** Nest stops the consumers after this: what they still take in waits for the next process. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    this.silence();
    clearInterval(this.timer);
    await Promise.all([...this.workers.values()].map((worker) => worker.stop()));
    await this.activity.save().catch((error: unknown) => this.complain(error));
  }

  private wake(targetId: string): void {
    if (!this.workers.has(targetId)) this.appoint();
    this.workers.get(targetId)?.wake();
  }

  /** A worker for each target that has none. That of a removed target stays, with nothing to do. */
  private appoint(): void {
    if (this.stopping) return;
    for (const { id } of this.targets.all()) {
      if (this.workers.has(id)) continue;
      const worker = new TargetWorker({
        targetId: id,
        find: () => this.targets.find(id),
        ...{ claims: this.claims, apply: this.apply, links: this.links },
        postpone: (row) => this.postponed.submit(row),
      });
      this.workers.set(id, worker);
      worker.start();
    }
  }

  private async poll(): Promise<void> {
    if (this.polling || this.stopping) return;
    this.polling = true;
    try {
      this.appoint();
      this.polls += 1;
      if (this.polls % RENEW_EVERY === 0) {
        await this.claims.renew([...this.workers.values()].flatMap((one) => one.held()));
        await this.activity.save();
      }
      if (this.polls % COUNT_EVERY === 1) await this.measure();
      for (const id of await this.claims.ready([...this.workers.keys()])) this.workers.get(id)?.wake();
    } catch (error) {
      this.complain(error);
    } finally {
      this.polling = false;
    }
  }

  private complain(error: unknown): void {
    this.logger.warn(`The queue can't be looked at: ${(error as Error).message}`);
  }

  private async measure(): Promise<void> {
    const counts = await this.queue.counts();
    const waits = new Map<string, number>();
    for (const { id } of this.targets.all()) {
      const { oldest = null, ...rows } = counts.get(id) ?? { waiting: 0, failed: 0, held: 0, scheduled: 0 };
      for (const [state, count] of Object.entries(rows)) workRows.set({ target: id, state }, count);
      const wait = oldest === null ? 0 : Math.max(0, Date.now() - oldest.getTime());
      oldestWaiting.set({ target: id }, wait / 1000);
      if (oldest !== null) waits.set(id, wait);
    }
    await this.lag.note(waits);
  }
}
