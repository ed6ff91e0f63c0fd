import type { EventMessage } from '@usher/events';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { ConsumerOptions, EventLog, Subscription } from '../port.js';
import { KafkaConsumer } from './consumer.js';
import { kafkaLogger } from './logger.js';
import { createMissingTopics } from './topics.js';
import { KafkaWriter } from './writer.js';

export interface KafkaEventLogOptions {
  /** `host:port` each. */
  brokers: readonly string[];
  clientId: string;
  /** Partitions of topics that are made; default 6. */
  partitions?: number;
  /** Milliseconds after which a group member that gives no sign is taken for dead; default 15,000. */
  sessionTimeout?: number;
}

/** The log in Apache Kafka. */
export class KafkaEventLog implements EventLog {
  private readonly kafka: Kafka;
  private readonly writer: KafkaWriter;
  private readonly consumers = new Set<KafkaConsumer>();
  private admin?: Promise<Admin>;

  constructor(private readonly options: KafkaEventLogOptions) {
    this.kafka = new Kafka({
      clientId: options.clientId,
      brokers: [...options.brokers],
      logCreator: kafkaLogger,
      logLevel: logLevel.ERROR,
      connectionTimeout: 3000,
      retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 8 },
    });
    this.writer = new KafkaWriter(this.kafka);
  }

  async ensureTopics(topics: readonly string[]): Promise<void> {
    await this.withAdmin((admin) => createMissingTopics(admin, topics, this.options.partitions ?? 6));
  }

  publish(messages: readonly EventMessage[]): Promise<void> {
    return this.writer.write(messages);
  }

  async subscribe(options: ConsumerOptions): Promise<Subscription> {
    const consumer = new KafkaConsumer(this.kafka, options, this.options.sessionTimeout ?? 15_000);
    await consumer.start();
    this.consumers.add(consumer);
    return {
      stop: async () => {
        this.consumers.delete(consumer);
        await consumer.stop();
      },
    };
  }

  async check(): Promise<void> {
    await this.withAdmin((admin) => admin.describeCluster());
  }

  async close(): Promise<void> {
    await Promise.all([...this.consumers].map((consumer) => consumer.stop()));
    this.consumers.clear();
    await this.writer.close();
    await this.admin?.then((admin) => admin.disconnect()).catch(() => undefined);
    this.admin = undefined;
  }

  private async withAdmin<T>(use: (admin: Admin) => Promise<T>): Promise<T> {
    this.admin ??= this.connectAdmin();
    try {
      return await use(await this.admin);
    } catch (error) {
      throw new Error(`Kafka (${this.options.brokers.join(', ')}): ${error instanceof Error ? error.message : error}`);
    }
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      return admin;
    } catch (error) {
      this.admin = undefined;
      throw error;
    }
  }
}
