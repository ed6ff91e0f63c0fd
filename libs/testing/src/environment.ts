import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startKafka } from '@usher/embedded';
import { startTestPostgres } from './postgres.js';

/** Set for the workers of a test run; set by hand, the run uses what they name and starts nothing of its own. */
export const TEST_DATABASE_URL = 'USHER_TEST_DATABASE_URL';
export const TEST_KAFKA_BROKERS = 'USHER_TEST_KAFKA_BROKERS';

/**
 * Starts a PostgreSQL and a Kafka for a test run, unless the environment names them, and sets the environment.
 *
 * @returns ends what was started and deletes its data
 */
export async function startTestServices(report: (line: string) => void): Promise<() => Promise<void>> {
  const ends: (() => Promise<void>)[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(ends.map((stop) => stop()));
  };
  const parts: Promise<void>[] = [];
  if (!process.env[TEST_DATABASE_URL]) {
    parts.push(
      startTestPostgres().then((postgres) => {
        ends.push(() => postgres.stop());
        process.env[TEST_DATABASE_URL] = postgres.url;
      }),
    );
  }
  if (!process.env[TEST_KAFKA_BROKERS]) {
    parts.push(
      startTestKafka(report).then((kafka) => {
        ends.push(() => kafka.stop());
        process.env[TEST_KAFKA_BROKERS] = kafka.brokers;
      }),
    );
  }
  const failure = (await Promise.allSettled(parts)).find((result) => result.status === 'rejected');
  if (failure) {
    await end();
    throw failure.reason;
  }
  return end;
}

export interface TestKafka {
  brokers: string;
  /** `kill -9`; {@link TestKafka.revive} starts it again on the same port with the same data. */
  kill(): Promise<void>;
  revive(): Promise<void>;
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
    async revive() {
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

export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: is this test run by jest's project "integration"?`);
  return value;
}
