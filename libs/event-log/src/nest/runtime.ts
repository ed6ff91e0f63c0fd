import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { openDatabase, poolOf } from '@usher/persistence';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../migrations/index.js';
import { LooseOutbox } from '../outbox/loose-outbox.js';
import { OutboxRelay } from '../outbox/relay.js';
import { OutboxSignal } from '../outbox/signal.js';
import type { EventLog } from '../port.js';
import { PostgresEventLog } from '../postgres/event-log.js';

export interface EventLogOptions {
  /** The database with the outbox; without Kafka also the log. */
  databaseUrl: string;
  /** `host:port`, comma-separated. Given: the log is Kafka; else it is PostgreSQL. */
  kafkaBrokers?: string;
  /** Names this process to the broker and the database, e.g. `usher-ingress`. */
  clientId: string;
}

/** What {@link EventLogModule} holds: the log, the relay and their connections, in the order of their life. */
export class EventLogRuntime implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly signal = new OutboxSignal();
  readonly loose: LooseOutbox;

  private constructor(
    readonly log: EventLog,
    private readonly relay: OutboxRelay,
    private readonly dataSource: DataSource,
  ) {
    const logger = new Logger('LooseOutbox');
    this.loose = new LooseOutbox(dataSource, this.signal, (events, error) =>
      logger.warn(`${events} events are not told yet: ${String(error)}`),
    );
  }

  static async open(options: EventLogOptions, topics: readonly string[]): Promise<EventLogRuntime> {
    const { databaseUrl, kafkaBrokers, clientId } = options;
    const dataSource = await openEventLogDatabase(databaseUrl, clientId);
    const log = kafkaBrokers
      ? await kafkaLog(kafkaBrokers, clientId)
      : new PostgresEventLog({ pool: poolOf(dataSource), databaseUrl, clientId });
    try {
      await log.ensureTopics(topics);
    } catch (error) {
      await log.close().catch(() => undefined);
      await dataSource.destroy();
      throw error;
    }
    const relay = new OutboxRelay({ log, databaseUrl, clientId, pool: poolOf(dataSource) });
    return new EventLogRuntime(log, relay, dataSource);
  }

  onApplicationBootstrap(): void {
    this.signal.listen(() => this.relay.wake());
    this.relay.start();
  }

  /** Nest closes the consumers (the microservices) before this, so what they wrote last may still be relayed. */
  async onApplicationShutdown(): Promise<void> {
    await this.loose.close();
    await this.relay.stop();
    await this.log.close();
    await this.dataSource.destroy();
  }
}

/** The client of Kafka takes some 10 MB: who has none needn't load it. */
async function kafkaLog(brokers: string, clientId: string): Promise<EventLog> {
  const { KafkaEventLog } = await import('../kafka/event-log.js');
  return new KafkaEventLog({ brokers: brokers.split(',').map((broker) => broker.trim()), clientId });
}

/** Connects to the database of the outbox and brings the schema `event_log` up to date. */
export function openEventLogDatabase(databaseUrl: string, clientId: string): Promise<DataSource> {
  return openDatabase({
    url: databaseUrl,
    schema: 'event_log',
    migrations: MIGRATIONS,
    poolSize: 4,
    applicationName: clientId,
  });
}
