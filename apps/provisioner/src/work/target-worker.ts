import { Logger } from '@nestjs/common';
import { Lanes } from '@usher/concurrency';
import { Gate } from '@usher/event-log';
import type { ApplyService, Worked } from '../apply/apply.service.js';
import type { LinkStore } from '../links/link.store.js';
import { postponedTotal } from '../metrics.js';
import type { Target } from '../targets/target.js';
import type { ClaimsRepository, Postponed } from './claims.repository.js';
import type { ClaimedWork } from './work-row.js';

/** Rows in work at once: enough for the batches in flight to a site, and as many being loaded and recorded meanwhile. */
const CAPACITY = 400;
/** Leavers get this much more, so that they needn't wait until joins are through. */
const RESERVE = 40;
/** Rows that are worth a statement when there are more than fit. */
const WORTH = 50;
/** Milliseconds without being woken: whoever adds rows wakes, and the dispatcher looks for those of other processes. */
const IDLE = 30_000;
/** Milliseconds until a site that is paused, or was removed, is looked at again. */
const AWAY = 500;
/** Milliseconds that what is in work has to come to its end when the process stops. */
const PATIENCE = 10_000;

const ALL = [0, 1, 2] as const;
const LEAVERS = [0] as const;

export interface TargetWorkerOptions {
  targetId: string;
  /** The target as it is now; undefined when it was removed. */
  find(): (Target & { paused?: boolean }) | undefined;
  claims: Pick<ClaimsRepository, 'claim' | 'postpone'>;
  apply: Pick<ApplyService, 'work'>;
  links: Pick<LinkStore, 'load'>;
  /** Together with those of other targets. */
  postpone(row: Postponed): Promise<void>;
}

/**
 * Works on the rows of one target: waits until its site serves, takes as many as the site can use, one of each user
 * at a time, and gives back what came to no end. What other targets do doesn't matter here.
 */
export class TargetWorker {
  private readonly logger = new Logger('Work');
  private readonly alarm = new Gate();
  private readonly lanes = new Lanes();
  private readonly inWork = new Map<string, ClaimedWork>();
  /** Claimed once more before it was heard that they are back in the queue: the database answers on many connections. */
  private readonly again = new Map<string, ClaimedWork>();
  private readonly users = new Map<string, number>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopping = false;
  private running?: Promise<void>;
  private idle: () => void = () => undefined;

  constructor(private readonly options: TargetWorkerOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** There may be rows. */
  wake(): void {
    this.alarm.wake();
  }

  /** Ids of the rows whose leases are to be renewed. */
  held(): string[] {
    return [...this.inWork.keys()];
  }

  /** Resolves when what was in work is recorded or back in the queue, where the next process finds it at once. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.alarm.wake();
    for (const timer of this.timers) clearTimeout(timer);
    await this.running;
    if (this.inWork.size > 0) {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([
        new Promise<void>((resolve) => (this.idle = resolve)),
        new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE))),
      ]);
      clearTimeout(timer);
    }
    const left = this.held().map((id) => ({ id, afterMs: 0, error: null }));
    if (left.length > 0) await this.options.claims.postpone(left).catch((error: unknown) => this.complain(error));
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.turn();
      } catch (error) {
        this.complain(error);
        await this.alarm.wait(1_000);
      }
    }
  }

  private async turn(): Promise<void> {
    const target = this.options.find();
    if (target === undefined || target.paused === true) return this.alarm.wait(AWAY);
    if (!(await target.gate.pass(AWAY))) return this.alarm.wait(50);
    const room = CAPACITY - this.inWork.size;
    const [limit, priorities] = room >= WORTH ? [room, ALL] : [room + RESERVE, LEAVERS];
    const rows = this.stopping ? [] : await this.options.claims.claim(this.options.targetId, limit, priorities);
    for (const row of rows) this.begin(row);
    await this.alarm.wait(IDLE);
  }

  /** @param known its link may be another than when it was claimed */
  private begin(row: ClaimedWork, known = false): void {
    if (this.inWork.has(row.id)) return void this.again.set(row.id, row);
    this.inWork.set(row.id, row);
    const before = this.users.get(row.scimId) ?? 0;
    this.users.set(row.scimId, before + 1);
    void this.lanes
      .run(row.scimId, () => this.work(row, known || before > 0))
      .catch((error: unknown) => this.complain(error))
      .finally(() => this.done(row));
  }

  private done(row: ClaimedWork): void {
    this.inWork.delete(row.id);
    const others = (this.users.get(row.scimId) ?? 1) - 1;
    if (others > 0) this.users.set(row.scimId, others);
    else this.users.delete(row.scimId);
    const again = this.again.get(row.id);
    this.again.delete(row.id);
    if (again !== undefined) this.begin(again, true);
    this.alarm.wake();
    if (this.inWork.size === 0) this.idle();
  }

  /** @param queued another row of the user was in work when this one was claimed: its link may be another now */
  private async work(row: ClaimedWork, queued: boolean): Promise<void> {
    const target = this.options.find();
    const given: Worked =
      this.stopping || target === undefined || target.paused === true
        ? { recorded: false, afterMs: 0, reason: '' }
        : await this.options.apply.work(queued ? { ...row, link: await this.options.links.load(row) } : row, target);
    if (given.recorded) return;
    const untried = this.stopping || given.reason === '';
    await this.options.postpone({
      id: row.id,
      afterMs: this.stopping ? 0 : given.afterMs,
      error: untried ? null : given.reason,
    });
    if (untried) return;
    postponedTotal.inc({ target: row.targetId });
    this.wakeAfter(given.afterMs);
  }

  private wakeAfter(milliseconds: number): void {
    if (milliseconds === 0 || this.stopping) return this.alarm.wake();
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      this.alarm.wake();
    }, milliseconds + 2);
    this.timers.add(timer);
  }

  private complain(error: unknown): void {
    this.logger.warn(`${this.options.targetId}: ${(error as Error).message}`);
  }
}
