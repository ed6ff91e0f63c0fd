/** Before the connector's specs on one kind of WordPress: a place for the run's MariaDB. Libraries must be built. */
export default async function setup() {
  const { offerTestMariaDb } = await import('@usher/testing');
  globalThis.endTestMariaDb = await offerTestMariaDb();
}
