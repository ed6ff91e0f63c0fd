import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { SettledTarget } from '@usher/events';
import { SettledChannel } from './settled-channel.js';
import { SettlementRepository } from './settlement.repository.js';

/** Injection token of the database's address, for a connection that listens. */
export const LISTEN_URL = Symbol('listen url');

/** Milliseconds between looks at the table while somebody waits: should a notification be lost. */
const LOOK = 1_000;

/** Who waits for the sites. Waiting is a timer and an entry here: neither a connection nor a lock. */
@Injectable()
export class SettlementWaits implements OnModuleDestroy {
  private readonly waiting = new Map<string, (targets: SettledTarget[]) => void>();
  private readonly ends = new Set<() => void>();
  private stopped = false;
  private readonly channel: SettledChannel;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly repository: SettlementRepository,
    @Inject(LISTEN_URL) databaseUrl: string,
  ) {
    this.channel = new SettledChannel(databaseUrl, (ids) => this.look(ids));
  }

  /**
   * What the sites made of the events, as far as it is known when all are settled, when the time is over, when the
   * signal is raised, or when the service stops: whichever comes first.
   */
  async wait(
    causeIds: readonly string[],
    milliseconds: number,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, SettledTarget[]>> {
    const settled = new Map<string, SettledTarget[]>();
    if (this.stopped || signal.aborted || causeIds.length === 0) return settled;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), milliseconds);
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        this.ends.delete(end);
        resolve();
      };
      this.ends.add(end);
      signal.addEventListener('abort', end);
      for (const id of causeIds)
        this.waiting.set(id, (targets) => {
          settled.set(id, targets);
          if (settled.size === causeIds.length) end();
        });
      this.timer ??= setInterval(() => this.look([...this.waiting.keys()]), LOOK);
      // The sites may have been faster than the request; once the channel is open nothing is missed.
      void this.channel.ensure().then(() => this.look(causeIds));
    });
    for (const id of causeIds) this.waiting.delete(id);
    this.rest();
    return settled;
  }

  /** Told by the consumer in this process, which needn't hear it from the database. */
  settled(causeId: string, targets: SettledTarget[]): void {
    this.waiting.get(causeId)?.(targets);
  }

  /** How many events are waited for. */
  get count(): number {
    return this.waiting.size;
  }

  /** Whoever still waits is answered as pending; Nest calls it before it drains the requests. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    for (const end of this.ends) end();
    await this.channel.close();
  }

  private look(causeIds: readonly string[]): void {
    for (const id of causeIds) {
      if (!this.waiting.has(id)) continue;
      // The database is away: the next look comes, or the time is over.
      this.repository.find(id).then(
        (targets) => targets !== null && this.settled(id, targets),
        () => undefined,
      );
    }
    void this.channel.ensure();
  }

  private rest(): void {
    if (this.waiting.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
