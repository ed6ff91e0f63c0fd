/** After them: ends the MariaDB, if one was started. */
export default async function teardown() {
  await globalThis.endTestMariaDb?.();
}
