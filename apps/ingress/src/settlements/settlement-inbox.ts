import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DeadLetterError } from '@usher/event-log';
import type { EventEnvelope, SettlementEventData } from '@usher/events';
import { isResourceId } from '../directory/resource-id.js';
import { SettlementWaits } from './settlement-waits.js';
import { KEPT_MINUTES, SettlementRepository } from './settlement.repository.js';

const MINUTE = 60_000;

/** Takes in what the sites made of events, and tells who waits for it. */
@Injectable()
export class SettlementInbox implements OnModuleDestroy {
  private readonly logger = new Logger('Settlements');
  private pruning: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: SettlementRepository,
    private readonly waits: SettlementWaits,
  ) {}

  /** @throws {DeadLetterError} for the settlement of what can be no event of ours */
  async take({ time, data }: EventEnvelope<SettlementEventData>): Promise<void> {
    const { causeId, targets } = data;
    if (!isResourceId(causeId)) throw new DeadLetterError('unknown_event', `No event has the id "${causeId}".`);
    // What was kept back while the service was down: nobody waits for it any more.
    if (Date.now() - Date.parse(time) > KEPT_MINUTES * MINUTE) return;
    this.waits.settled(causeId, targets);
    await this.repository.put({ causeId, targets });
    this.pruneLater();
  }

  onModuleDestroy(): void {
    clearTimeout(this.pruning);
  }

  private pruneLater(): void {
    this.pruning ??= setTimeout(() => {
      this.pruning = undefined;
      this.repository.prune().catch((error: unknown) => this.logger.warn(`old settlements stay: ${String(error)}`));
    }, MINUTE).unref();
  }
}
