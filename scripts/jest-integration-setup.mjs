/** Before the integration tests: one PostgreSQL and one Kafka for the run. Libraries must be built (`npm run build`). */
export default async function setup() {
  const { startTestServices } = await import('@usher/testing');
  globalThis.endTestServices = await startTestServices((line) => process.stderr.write(`${line}\n`));
}
