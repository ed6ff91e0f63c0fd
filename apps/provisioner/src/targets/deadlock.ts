/** Attempts in all: each time PostgreSQL has ended the deadlock, so that the others are through before long. */
const ATTEMPTS = 4;

/** Carries out a transaction, and does so again when PostgreSQL gave it up so that others could go on. */
export async function pastDeadlocks<T>(transaction: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await transaction();
    } catch (error) {
      if ((error as { code?: unknown }).code !== '40P01' || attempt === ATTEMPTS) throw error;
    }
  }
}
