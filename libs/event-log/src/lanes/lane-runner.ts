import { defaultBackoff } from '../backoff.js';
import type { ConsumerOptions, StoredMessage } from '../port.js';
import { OffsetTracker } from './offset-tracker.js';

export type LaneOptions = Pick<ConsumerOptions, 'topics' | 'concurrency' | 'handle' | 'backoff'> & {
  /** Called when a message of the partition is finished: there may be more to commit, and room for more. */
  onProgress(topic: string, partition: number): void;
};

/** Messages of one key of one topic, in order; the first is in work, or waits for its next attempt. */
interface Lane {
  readonly id: string;
  readonly part: Part;
  readonly queue: StoredMessage[];
  attempt: number;
  timer?: NodeJS.Timeout;
}

/** One partition, from its assignment until it is dropped. */
interface Part {
  readonly topic: string;
  readonly partition: number;
  readonly tracker: OffsetTracker;
  /** Lanes of the partition by key. */
  readonly lanes: Map<string, Lane>;
  unfinished: number;
  dropped: boolean;
}

/**
 * Runs messages in a lane for each key: one key in order, keys side by side up to the concurrency, a failing key
 * waits for its backoff without holding a place. Knows for each partition which offset may be committed. No I/O.
 */
export class LaneRunner {
  private readonly parts = new Map<string, Part>();
  /** Lanes with a message to start, one list for each topic in order of precedence. */
  private readonly ready: Lane[][];
  private inWork = 0;
  private stopped = false;
  private idle: (() => void)[] = [];

  constructor(private readonly options: LaneOptions) {
    this.ready = options.topics.map(() => []);
  }

  /** Takes a message; one that this partition was given before is ignored. */
  add(message: StoredMessage): void {
    const part = this.part(message.topic, message.partition);
    if (this.stopped || !part.tracker.begin(BigInt(message.offset))) return;
    part.unfinished += 1;
    const lane = part.lanes.get(message.key);
    if (lane) {
      lane.queue.push(message);
      return;
    }
    const fresh = { id: message.key, part, queue: [message], attempt: 1 };
    part.lanes.set(fresh.id, fresh);
    this.enqueue(fresh);
  }

  /** The last offset that was given. */
  last(topic: string, partition: number): bigint | undefined {
    return this.parts.get(partId(topic, partition))?.tracker.last;
  }

  /** The offset up to which (itself included) the partition may be committed. */
  committable(topic: string, partition: number): bigint | undefined {
    return this.parts.get(partId(topic, partition))?.tracker.committable;
  }

  /** Messages of the partition that are waiting, in work or in backoff. */
  unfinished(topic: string, partition: number): number {
    return this.parts.get(partId(topic, partition))?.unfinished ?? 0;
  }

  /** Messages of the partition that can't be committed yet, those finished behind an unfinished one included. */
  uncommittable(topic: string, partition: number): number {
    return this.parts.get(partId(topic, partition))?.tracker.open ?? 0;
  }

  /** Forgets a partition that another consumer has now. What is in work ends, but counts for nothing. */
  drop(topic: string, partition: number): void {
    const part = this.parts.get(partId(topic, partition));
    if (!part) return;
    this.parts.delete(partId(topic, partition));
    part.dropped = true;
    for (const lane of part.lanes.values()) clearTimeout(lane.timer);
  }

  dropAll(): void {
    for (const { topic, partition } of [...this.parts.values()]) this.drop(topic, partition);
  }

  /** Starts nothing any more; resolves when what is in work has ended, or after `patience` milliseconds. */
  async stop(patience = 10_000): Promise<void> {
    this.stopped = true;
    for (const part of this.parts.values()) for (const lane of part.lanes.values()) clearTimeout(lane.timer);
    if (this.inWork === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([
      new Promise<void>((resolve) => this.idle.push(resolve)),
      new Promise<void>((resolve) => (timer = setTimeout(resolve, patience))),
    ]);
    clearTimeout(timer);
  }

  private part(topic: string, partition: number): Part {
    const id = partId(topic, partition);
    let part = this.parts.get(id);
    if (!part) {
      part = { topic, partition, tracker: new OffsetTracker(), lanes: new Map(), unfinished: 0, dropped: false };
      this.parts.set(id, part);
    }
    return part;
  }

  private enqueue(lane: Lane): void {
    const precedence = Math.max(0, this.options.topics.indexOf(lane.part.topic));
    this.ready[precedence]?.push(lane);
    this.fill();
  }

  private fill(): void {
    while (!this.stopped && this.inWork < this.options.concurrency) {
      const lane = this.ready.find((lanes) => lanes.length > 0)?.shift();
      if (!lane) return;
      if (!lane.part.dropped) void this.work(lane);
    }
  }

  private async work(lane: Lane): Promise<void> {
    const message = lane.queue[0];
    if (!message) return;
    this.inWork += 1;
    let failure: { error: unknown } | undefined;
    try {
      await this.options.handle(message, lane.attempt);
    } catch (error) {
      failure = { error };
    }
    this.inWork -= 1;
    if (!lane.part.dropped) {
      if (failure) this.postpone(lane, failure.error);
      else this.finish(lane, message);
    }
    this.fill();
    if (this.inWork === 0) this.idle.splice(0).forEach((resolve) => resolve());
  }

  private postpone(lane: Lane, error: unknown): void {
    const wait = (this.options.backoff ?? defaultBackoff)(lane.attempt, error);
    lane.attempt += 1;
    if (this.stopped) return;
    lane.timer = setTimeout(() => this.enqueue(lane), wait);
  }

  private finish(lane: Lane, message: StoredMessage): void {
    const { part } = lane;
    lane.queue.shift();
    lane.attempt = 1;
    part.unfinished -= 1;
    part.tracker.finish(BigInt(message.offset));
    if (lane.queue.length > 0) this.enqueue(lane);
    else part.lanes.delete(lane.id);
    this.options.onProgress(part.topic, part.partition);
  }
}

function partId(topic: string, partition: number): string {
  return `${partition}/${topic}`;
}
