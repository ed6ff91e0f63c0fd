/** Set for the workers of a test run; set by hand, the run uses what they name and starts nothing of its own. */
export const TEST_DATABASE_URL = 'USHER_TEST_DATABASE_URL';
export const TEST_KAFKA_BROKERS = 'USHER_TEST_KAFKA_BROKERS';

export function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: is this test run by jest's project "integration"?`);
  return value;
}
