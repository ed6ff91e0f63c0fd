/** After the integration tests: ends what jest-integration-setup.mjs started. */
export default async function teardown() {
  await globalThis.endTestServices?.();
}
