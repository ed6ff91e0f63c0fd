import { isDeadlock } from './database-errors.js';

const ATTEMPTS = 5;

/** Several processes may lock the rows of their batches in different orders: who loses tries again. */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isDeadlock(error) || attempt >= ATTEMPTS) throw error;
    }
  }
}
