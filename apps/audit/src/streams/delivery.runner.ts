import { setTimeout as sleep } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { bodyOf, deliver } from './delivery.js';
import { Feed } from './feed.js';
import { type StoredStream, StreamRepository } from './stream.repository.js';
import { StreamsService } from './streams.service.js';

/** Entries of one delivery at most. */
const BATCH = 500;
/** Milliseconds between looks for what is new. */
const PAUSE = 1_000;
/** Streams that are sent to at once. */
const AT_ONCE = 4;
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 15 * 60_000;
/** Milliseconds for a receiver to answer what is under way when the service stops. */
const GRACE = 3_000;

/** Milliseconds until the next try: doubled with each failure up to a quarter of an hour. */
export function retryAfter(failures: number): number {
  return Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(failures, 20));
}

/**
 * Sends each stream what it lacks, in order, and nothing twice but after a failure or a crash; then under the same
 * `webhook-id`. A receiver that is away loses nothing: its stream waits where it stands.
 */
@Injectable()
export class DeliveryRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('AuditStreams');
  /** Nothing more is begun. */
  private readonly stopping = new AbortController();
  /** What is under way is broken off. */
  private readonly cut = new AbortController();
  private workers: Promise<void>[] = [];

  constructor(
    private readonly streams: StreamRepository,
    private readonly feed: Feed,
    private readonly service: StreamsService,
  ) {}

  onApplicationBootstrap(): void {
    this.workers = Array.from({ length: AT_ONCE }, () => this.work());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    const cutting = setTimeout(() => this.cut.abort(), GRACE);
    await Promise.all(this.workers);
    clearTimeout(cutting);
  }

  /** Each by itself: a receiver that is slow, or far behind, must not keep the others waiting. */
  private async work(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const sent = await this.next().catch((error: unknown) => {
        this.logger.warn(`the streams can't be read now: ${reasonOf(error)}`);
        return false;
      });
      if (!sent) await sleep(PAUSE, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async next(): Promise<boolean> {
    const stream = await this.streams.claim(await this.feed.last());
    // What fails for this stream alone, as a filter of an earlier version would, is told where the stream is looked at.
    if (stream !== undefined) await this.send(stream).catch((error: unknown) => this.waits(stream, reasonOf(error)));
    return stream !== undefined;
  }

  private async send(stream: StoredStream): Promise<void> {
    const { id, position, pendingUntil } = stream;
    const { entries, upTo } = await this.feed.read(position, BATCH, stream.filter, pendingUntil ?? undefined);
    if (entries.length === 0) return this.streams.arrived(id, position, upTo, false);
    if (pendingUntil === null) await this.streams.begin(id, upTo);
    const { reason } = await this.attempt(stream, bodyOf(stream, entries));
    if (reason === null) return this.streams.arrived(id, position, upTo, true);
    // Broken off here, not by the receiver: whoever goes on sends it again as it was.
    if (this.cut.signal.aborted) return this.streams.giveBack(id);
    await this.waits(stream, reason);
  }

  private async waits({ id, name, failures }: StoredStream, reason: string): Promise<void> {
    if (failures === 0) this.logger.warn(`the stream ${name} waits: ${reason}`);
    await this.streams.failed(id, reason, retryAfter(failures));
  }

  private async attempt(stream: StoredStream, body: string): Promise<{ reason: string | null }> {
    try {
      const id = `${stream.id}.${stream.position}`;
      const delivered = await deliver(stream, this.service.open(stream), id, body, this.cut.signal);
      return { reason: delivered.ok ? null : delivered.reason };
    } catch (error) {
      return { reason: reasonOf(error) };
    }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
