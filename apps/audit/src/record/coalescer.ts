/** Items of one batch at most. */
const MAX_BATCH = 500;

interface Waiting<T> {
  item: T;
  resolve(): void;
  reject(reason: unknown): void;
}

/**
 * Joins what arrives while a batch is being written into the next batch: a lone item is written at once, a
 * flood in few statements, with one batch in work at a time.
 */
export class Coalescer<T> {
  private readonly waiting: Waiting<T>[] = [];
  private writing = false;

  constructor(private readonly write: (items: T[]) => Promise<void>) {}

  /** Resolves when the item is written; rejects with the reason of its batch. */
  add(item: T): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.writing) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.writing = true;
    // Let what arrives in the same turn of the event loop join the first batch.
    await new Promise(setImmediate);
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MAX_BATCH);
      try {
        await this.write(batch.map(({ item }) => item));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.writing = false;
  }
}
