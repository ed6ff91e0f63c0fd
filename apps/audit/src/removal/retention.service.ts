import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { poolOf } from '@usher/persistence';
import { DataSource } from 'typeorm';
import { Checkpoints } from '../chain/checkpoints.js';
import { AUDIT_DATABASE } from '../database.js';
import { PolicyStore } from '../policies/policy.store.js';
import { expire } from './expire.js';
import { alone } from './session.js';

const HOUR = 3_600_000;

/** Once an hour, what is older than its connection's retention goes: in one process at a time. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('Audit');
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(
    @Inject(AUDIT_DATABASE) private readonly database: DataSource,
    private readonly policies: PolicyStore,
    private readonly checkpoints: Checkpoints,
  ) {}

  onApplicationBootstrap(): void {
    const start = (): void => void (this.running = this.runSafely());
    this.timer = setInterval(start, HOUR);
    this.timer.unref();
    start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    this.ending.abort();
    await this.running;
  }

  /** Leaves it to another process that is at it. */
  async run(now: () => Date = () => new Date()): Promise<void> {
    const pool = poolOf(this.database);
    await pool.query(`DELETE FROM audit.cleared_ids WHERE cleared_at < now() - interval '90 days'`);
    const days = new Map(
      (await this.policies.list()).flatMap(({ connection, retentionDays }) =>
        retentionDays === null ? [] : [[connection, retentionDays] as const],
      ),
    );
    if (days.size === 0) return;
    const progress = (): void => this.ending.signal.throwIfAborted();
    const done = await alone(pool, 0, (client) =>
      expire(client, { days, now, progress, checkpoints: this.checkpoints }),
    );
    for (const { chain, entries } of done?.value ?? []) {
      this.log.log(`retention: ${entries} entries of ${chain} are taken out`);
    }
  }

  private async runSafely(): Promise<void> {
    try {
      await this.run();
    } catch (error) {
      if (!this.ending.signal.aborted) this.log.error(`retention: ${(error as Error).message}`);
    }
  }
}
