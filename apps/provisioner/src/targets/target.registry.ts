import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { siteReady } from '../metrics.js';
import type { GateReport } from '../safety/site-gate.js';
import { Target, type TargetOptions } from './target.js';

/** The sites that are provisioned. */
export class TargetRegistry implements OnApplicationBootstrap, OnModuleDestroy, OnApplicationShutdown {
  private readonly logger = new Logger('Targets');
  private readonly targets: readonly Target[];

  constructor(options: readonly Omit<TargetOptions, 'onChange'>[]) {
    this.targets = options.map((each) => new Target({ ...each, onChange: (report) => this.tell(each, report) }));
  }

  all(): readonly Target[] {
    return this.targets;
  }

  find(id: string): Target | undefined {
    return this.targets.find((target) => target.id === id);
  }

  /** The targets of a connection; so far every connection feeds every target. */
  fedBy(_connection: string): readonly Target[] {
    return this.targets;
  }

  onApplicationBootstrap(): void {
    for (const { gate } of this.targets) gate.start();
  }

  /** Before the consumers are stopped: those that wait for a site give their events back. */
  onModuleDestroy(): void {
    for (const { gate } of this.targets) gate.close();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.targets.map((target) => target.close()));
  }

  private tell({ id, name }: { id: string; name: string }, { state, reason, lastStatus }: GateReport): void {
    siteReady.set({ target: id }, state === 'ready' ? 1 : 0);
    if (state === 'ready') {
      const { plugin, wordpress } = lastStatus ?? {};
      this.logger.log(`${name} serves: WordPress ${wordpress?.version}, connector ${plugin?.version}`);
    } else if (state === 'paused') {
      this.logger.warn(`${name} is paused, users wait: ${reason}`);
    } else {
      this.logger.error(`${name} is quarantined until this is put right, users wait: ${reason}`);
    }
  }
}
