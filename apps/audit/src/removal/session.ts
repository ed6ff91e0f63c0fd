import type { Pool, PoolClient } from 'pg';

/** Key of the advisory lock; "audit" in ASCII, shortened. */
const REMOVAL_LOCK = 61_756_469;
const PAUSE = 100;

/**
 * Runs the work while no other process removes or erases anything, on a connection of its own, which ends with it: it may
 * leave temporary tables behind. Undefined when another has been at it for longer than the patience.
 */
export async function alone<T>(
  pool: Pool,
  patienceMs: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<{ value: T } | undefined> {
  const client = await pool.connect();
  try {
    const end = Date.now() + patienceMs;
    while (!(await tryLock(client))) {
      if (Date.now() >= end) return undefined;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    return { value: await work(client) };
  } finally {
    client.release(true);
  }
}

async function tryLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [REMOVAL_LOCK]);
  return rows[0]?.locked === true;
}

/** Runs the work in one transaction of a connection that is held already. */
export async function transactionOn<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
