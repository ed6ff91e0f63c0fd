/** Thrown by the work of a batch when it certainly had no effect, so that each input may be tried by itself. */
export type WasRolledBack = (error: unknown) => boolean;

export interface CoalescerOptions {
  /** Batches at work at once. */
  slots: number;
  /** Inputs in one batch at most. */
  size: number;
  wasRolledBack: WasRolledBack;
}

interface Waiting<In, Out> {
  input: In;
  resolve(output: Out): void;
  reject(error: unknown): void;
}

/**
 * Turns concurrent calls into one statement for many: what arrives while all slots are busy goes together in the
 * next batch. A lone call goes at once. One commit (one fsync) then carries dozens of requests.
 */
export class Coalescer<In, Out> {
  private waiting: Waiting<In, Out>[] = [];
  private running = 0;
  private scheduled = false;

  /** @param work one output for each input, in the same order */
  constructor(
    private readonly work: (inputs: readonly In[]) => Promise<readonly Out[]>,
    private readonly options: CoalescerOptions,
  ) {}

  submit(input: In): Promise<Out> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, resolve, reject });
      this.schedule();
    });
  }

  /** After the poll phase, so that every request that has just arrived is in. */
  private schedule(): void {
    if (this.scheduled || this.running >= this.options.slots || this.waiting.length === 0) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      while (this.running < this.options.slots && this.waiting.length > 0) {
        void this.flush(this.waiting.splice(0, this.options.size));
      }
    });
  }

  private async flush(batch: readonly Waiting<In, Out>[]): Promise<void> {
    this.running += 1;
    try {
      await this.perform(batch);
    } finally {
      this.running -= 1;
      this.schedule();
    }
  }

  /** One input that the database refuses must not fail the others of its batch. */
  private async perform(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outputs = await this.work(batch.map(({ input }) => input));
      batch.forEach(({ resolve }, index) => resolve(outputs[index] as Out));
    } catch (error) {
      if (batch.length > 1 && this.options.wasRolledBack(error)) {
        for (const entry of batch) await this.perform([entry]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}
