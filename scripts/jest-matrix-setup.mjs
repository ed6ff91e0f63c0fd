/** Before the specs on one kind of WordPress: a place for the run's MariaDB. All must be built. */
export default async function setup() {
  const { offerTestMariaDb } = await import('@usher/testing');
  globalThis.endTestMariaDb = await offerTestMariaDb();
}
