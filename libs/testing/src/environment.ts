import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafka } from '@usher/embedded';
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

/** A Kafka of its own, with nothing in it. Tests that kill the broker use this; the others {@link kafkaBrokers}. */
export async function startTestKafka(
  report?: (line: string) => void,
): Promise<{ brokers: string; pid: number; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'usher-kafka-'));
  const kafka = await startKafka({ dataDir: folder, report });
  return {
    brokers: kafka.brokers,
    pid: kafka.pid,
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
