/** Set for the workers of a test run; set by hand, the run uses what they name and starts nothing of its own. */
export const TEST_DATABASE_URL = 'USHER_TEST_DATABASE_URL';
export const TEST_KAFKA_BROKERS = 'USHER_TEST_KAFKA_BROKERS';
/** A folder: of the run's MariaDB, which is started when a test asks for it. */
export const TEST_MARIADB = 'USHER_TEST_MARIADB';

export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: is this test run by jest's project "integration"?`);
  return value;
}
