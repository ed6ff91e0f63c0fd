import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';

/** Offsets are committed at most this often: a commit later costs only some repetition after a kill. */
const COMMIT_EVERY = 20;
const AGAIN_AFTER = 500;

/** Commits the offsets of partitions that progressed: one request at a time, for all of them. */
export class OffsetCommitter {
  private readonly dirty = new Map<string, { topic: string; partition: number }>();
  private readonly committed = new Map<string, bigint>();
  private running?: Promise<void>;
  private flushing = false;

  constructor(
    private readonly consumer: Pick<Consumer, 'commitOffsets'>,
    private readonly committable: (topic: string, partition: number) => bigint | undefined,
  ) {}

  progressed(topic: string, partition: number): void {
    this.dirty.set(`${topic}/${partition}`, { topic, partition });
    this.running ??= this.run();
  }

  drop(topic: string, partition: number): void {
    this.dirty.delete(`${topic}/${partition}`);
    this.committed.delete(`${topic}/${partition}`);
  }

  /** Commits what is due, once; failing costs only repetition. */
  async flush(): Promise<void> {
    this.flushing = true;
    await this.running;
    await this.commit().catch(() => undefined);
  }

  private async run(): Promise<void> {
    while (this.dirty.size > 0 && !this.flushing) {
      await delay(COMMIT_EVERY);
      if (this.flushing) return;
      try {
        await this.commit();
      } catch {
        // During a rebalance, or while the coordinator moves. What this member still has then is committed later.
        await delay(AGAIN_AFTER);
      }
    }
    // In the moment of the last look: what progresses a moment later begins anew.
    this.running = undefined;
  }

  private async commit(): Promise<void> {
    const due = [...this.dirty].flatMap(([key, { topic, partition }]) => {
      const offset = this.committable(topic, partition);
      return offset === undefined || offset === this.committed.get(key) ? [] : [{ key, topic, partition, offset }];
    });
    this.dirty.clear();
    if (due.length === 0) return;
    try {
      // Kafka's committed offset is that of the next message.
      await this.consumer.commitOffsets(
        due.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(offset + 1n) })),
      );
      for (const { key, offset } of due) this.committed.set(key, offset);
    } catch (error) {
      for (const { key, topic, partition } of due) this.dirty.set(key, { topic, partition });
      throw error;
    }
  }
}
