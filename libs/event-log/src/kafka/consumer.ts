import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Consumer, ConsumerGroupJoinEvent, EachBatchPayload, Kafka } from 'kafkajs';
import { LaneRunner } from '../lanes/lane-runner.js';
import type { ConsumerOptions } from '../port.js';
import { OffsetCommitter } from './committer.js';
import { storedMessage } from './message.js';
import { MAX_MESSAGE_BYTES } from './topics.js';

/** A partition with more unfinished messages is paused, and goes on at half of it. */
const WINDOW = 1000;
/** Likewise with more messages that can't be committed because of an unfinished one: a restart repeats them all. */
const LONGEST_TAIL = 20_000;
const REJOIN_AFTER = 1000;

/**
 * One group member. kafkajs waits for all batches of a fetch before the next fetch, so a batch is only handed to the
 * lanes and done; a full partition is paused. So kafkajs's own loop keeps heartbeating, however long handlers take.
 */
export class KafkaConsumer {
  private readonly logger = new Logger('KafkaEventLog');
  private readonly runner: LaneRunner;
  private readonly paused = new Map<string, { topic: string; partition: number }>();
  private consumer: Consumer;
  private committer: OffsetCommitter;
  private assigned = new Set<string>();
  private stopping = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: ConsumerOptions,
    private readonly sessionTimeout: number,
  ) {
    this.runner = new LaneRunner({
      ...options,
      onProgress: (topic, partition) => {
        this.committer.progressed(topic, partition);
        this.resumeWhenDrained(topic, partition);
      },
    });
    [this.consumer, this.committer] = this.create();
  }

  async start(): Promise<void> {
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 4,
      eachBatch: (payload) => this.take(payload),
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.runner.stop();
    await this.committer.flush();
    await this.consumer.disconnect().catch(() => undefined);
  }

  private create(): [Consumer, OffsetCommitter] {
    const consumer = this.kafka.consumer({
      groupId: this.options.group,
      allowAutoTopicCreation: false,
      // Disconnecting waits for the fetch that is under way.
      maxWaitTimeInMs: 500,
      sessionTimeout: this.sessionTimeout,
      heartbeatInterval: Math.round(this.sessionTimeout / 5),
      rebalanceTimeout: 30_000,
      maxBytesPerPartition: MAX_MESSAGE_BYTES,
      retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 8, restartOnFailure: async () => !this.stopping },
    });
    consumer.on(consumer.events.GROUP_JOIN, (event) => this.joined(event));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart && !this.stopping) void this.restart();
    });
    return [consumer, new OffsetCommitter(consumer, (topic, partition) => this.runner.committable(topic, partition))];
  }

  /** kafkajs gave up: begin again with a new member. */
  private async restart(): Promise<void> {
    this.logger.warn(`${this.options.group}: lost the group; joining again in ${REJOIN_AFTER} ms`);
    await delay(REJOIN_AFTER);
    if (this.stopping) return;
    this.runner.dropAll();
    this.paused.clear();
    this.assigned.clear();
    [this.consumer, this.committer] = this.create();
    await this.start().catch(() => this.restart());
  }

  /** Forgets the partitions that others have now; those that stay are given again from the committed offset on. */
  private joined({ payload }: ConsumerGroupJoinEvent): void {
    const now = new Set<string>();
    for (const [topic, partitions] of Object.entries(payload.memberAssignment)) {
      for (const partition of partitions) now.add(id(topic, partition));
    }
    for (const was of this.assigned) {
      if (now.has(was)) continue;
      const { topic, partition } = parse(was);
      this.forget(topic, partition);
      // kafkajs would remember the pause, and fetch nothing of it when it is given to this member again.
      if (this.paused.delete(was)) this.resume(topic, partition);
    }
    this.assigned = now;
  }

  private forget(topic: string, partition: number): void {
    this.runner.drop(topic, partition);
    this.committer.drop(topic, partition);
  }

  private async take({ batch, heartbeat, pause, isStale, isRunning }: EachBatchPayload): Promise<void> {
    const { topic, partition } = batch;
    if (!isRunning() || isStale() || this.stopping) return;
    const last = this.runner.last(topic, partition);
    // It ends before what was given: the broker lost its data, and its offsets, which were all used once, begin anew.
    if (last !== undefined && BigInt(batch.highWatermark) <= last) this.forget(topic, partition);
    for (const record of batch.messages) this.runner.add(storedMessage(topic, partition, record));
    if (this.isFull(topic, partition)) {
      pause();
      this.paused.set(id(topic, partition), { topic, partition });
    }
    await heartbeat();
  }

  private isFull(topic: string, partition: number): boolean {
    return (
      this.runner.unfinished(topic, partition) > WINDOW || this.runner.uncommittable(topic, partition) > LONGEST_TAIL
    );
  }

  private resumeWhenDrained(topic: string, partition: number): void {
    const key = id(topic, partition);
    if (!this.paused.has(key)) return;
    if (this.runner.unfinished(topic, partition) > WINDOW / 2) return;
    if (this.runner.uncommittable(topic, partition) > LONGEST_TAIL) return;
    this.paused.delete(key);
    this.resume(topic, partition);
  }

  private resume(topic: string, partition: number): void {
    try {
      this.consumer.resume([{ topic, partitions: [partition] }]);
    } catch {
      // Not running just now: kafkajs restarts with nothing paused.
    }
  }
}

function id(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

function parse(key: string): { topic: string; partition: number } {
  const slash = key.lastIndexOf('/');
  return { topic: key.slice(0, slash), partition: Number(key.slice(slash + 1)) };
}
