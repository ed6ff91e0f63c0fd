import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startKafka } from '@usher/embedded';
import { fromEnvironment, TEST_KAFKA_BROKERS } from './environment.js';

export interface TestKafka {
  brokers: string;
  /** `kill -9`; {@link TestKafka.revive} starts it again on the same port, with the same data or none. */
  kill(): Promise<void>;
  revive(data?: { empty: boolean }): Promise<void>;
  /** Ends it and deletes its data. */
  stop(): Promise<void>;
}

/** A Kafka of its own, with nothing in it, for tests that kill the broker; the others use {@link kafkaBrokers}. */
export async function startTestKafka(report?: (line: string) => void): Promise<TestKafka> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-kafka-'));
  const port = await freePort();
  let kafka = await startKafka({ dataDir: folder, port, report });
  return {
    brokers: kafka.brokers,
    kill: () => kafka.stop('at-once'),
    async revive({ empty } = { empty: false }) {
      if (empty) await rm(folder, { recursive: true, force: true });
      kafka = await startKafka({ dataDir: folder, port, report });
    },
    async stop() {
      await kafka.stop('at-once');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The run's Kafka: `host:port`. It is shared: a test uses topics and groups of its own. */
export function kafkaBrokers(): string {
  return fromEnvironment(TEST_KAFKA_BROKERS);
}
