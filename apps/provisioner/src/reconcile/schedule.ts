import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Origin } from '@usher/events';
import { newTraceId } from '@usher/telemetry';
import type { Pool } from 'pg';
import type { JobStarter } from '../jobs/job-starter.js';
import type { TargetSource } from '../jobs/target-source.js';

/** Milliseconds between looks at what is due. */
const LOOK = 60_000;
const HOUR = 3_600_000;
/** Looks between two rounds of forgetting: once an hour. */
const FORGET_EVERY = HOUR / LOOK;

/** $1 target, $2 milliseconds: the last run began longer ago, or there was none. */
const DUE = `
  SELECT NOT EXISTS (
    SELECT FROM provisioner.jobs WHERE target_id = $1 AND kind = 'reconcile'
      AND (state = 'running' OR started_at > now() - $2 * interval '1 millisecond')) AS due`;

/**
 * Starts the comparisons that a target's settings ask for every so many hours. Every process looks; that only one
 * starts each is due to the table of jobs, which lets one run at a time.
 */
export class ReconcileSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Reconcile');
  private timer?: NodeJS.Timeout;
  private looks = 0;
  private looking: Promise<void> = Promise.resolve();

  constructor(
    private readonly pool: Pool,
    private readonly targets: TargetSource,
    private readonly starter: Pick<JobStarter, 'start'>,
    /** What is kept only for a while. */
    private readonly kept: readonly { forgetOld(): Promise<void> }[] = [],
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.looking = this.turn().catch((error: unknown) =>
        this.logger.warn(`No look at what is due: ${String(error)}`),
      );
    }, LOOK);
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  private async turn(): Promise<void> {
    this.looks += 1;
    if (this.looks % FORGET_EVERY === 0) for (const each of this.kept) await each.forgetOld();
    await this.look();
  }

  /** Starts what is due now. */
  async look(): Promise<void> {
    for (const { id, paused, policy } of this.targets.all()) {
      const { everyHours } = policy.settings.drift;
      if (paused || everyHours === null) continue;
      const { rows } = await this.pool.query<{ due: boolean }>(DUE, [id, everyHours * HOUR]);
      if (rows[0]?.due === true) await this.starter.start({ targetId: id, kind: 'reconcile', origin: bySchedule() });
    }
  }
}

const bySchedule = (): Origin => ({
  ...{ sourceIp: '127.0.0.1', tokenId: 'usher', actor: 'Usher, by schedule', traceId: newTraceId() },
});
