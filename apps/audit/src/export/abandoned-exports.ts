import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { AuditEntry } from '../record/entry.js';
import { type ExportOrder, ExportStore } from './export.store.js';
import { exportEntry } from './export-entry.js';

const EVERY_MS = 60_000;

/** Tells of exports whose process was killed, or could not write down that they were broken off. */
@Injectable()
export class AbandonedExports implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly store: ExportStore) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.run().catch((error: unknown) =>
        this.logger.warn(`no look at exports that were broken off: ${String(error)}`),
      );
    }, EVERY_MS);
    this.timer.unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** @param begunBefore milliseconds ago; younger ones may not have begun to be read */
  run(begunBefore?: number): Promise<void> {
    const entryOf = (order: ExportOrder): AuditEntry =>
      exportEntry(order, `began to export entries as ${order.format}, which ended with the process that made the file`);
    return this.store.tellOfAbandoned(entryOf, begunBefore);
  }
}
