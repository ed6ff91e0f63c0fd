/** Tries a check until it holds, for as long as a busy machine may need. */
export async function eventually<T>(check: () => Promise<T>, within = 15_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
