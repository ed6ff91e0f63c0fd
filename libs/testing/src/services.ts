import { TEST_DATABASE_URL, TEST_KAFKA_BROKERS } from './environment.js';
import { startTestKafka } from './kafka.js';
import { offerTestMariaDb } from './mariadb.js';
import { startTestPostgres } from './postgres.js';

/**
 * Starts a PostgreSQL and a Kafka for a test run, unless the environment names them, offers a MariaDB, and sets the
 * environment.
 *
 * @returns ends what was started and deletes its data
 */
export async function startTestServices(report: (line: string) => void): Promise<() => Promise<void>> {
  const ends: (() => Promise<void>)[] = [];
  const end = async (): Promise<void> => {
    await Promise.all(ends.map((stop) => stop()));
  };
  ends.push(await offerTestMariaDb());
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
