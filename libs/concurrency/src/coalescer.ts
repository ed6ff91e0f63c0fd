export interface CoalescerOptions {
  /** Batches at work at once. */
  slots: number;
  /**
   * Batches of urgent inputs that may be at work besides, when all slots are busy. As long as one is, the others keep to
   * one slot: what they share with it (a database with one writer, say) is not to be theirs alone. Default 0.
   */
  urgentSlots?: number;
  /** Inputs in one batch at most. */
  size: number;
  /**
   * Tells an error that is due to one of the inputs and left the whole batch without effect: each input is then tried
   * by itself, in order. Any other error fails the batch, which may have taken effect; without this, every error does.
   */
  splitOn?(error: unknown): boolean;
}

export interface SubmitOptions {
  /** Goes before what waits already, in a batch with none but other urgent ones: their answer waits for no one else's. */
  urgent?: boolean;
  /** How many may share a batch with it at most, itself included: 1 or more. */
  share?: number;
}

interface Waiting<In, Out> {
  readonly input: In;
  readonly share: number;
  resolve(output: Out): void;
  reject(error: unknown): void;
}

/**
 * Turns concurrent calls into one statement or request for many: what arrives while all slots are busy goes together in
 * the next batch. A lone call goes at once. One commit (one fsync) or round trip then carries dozens of calls.
 */
export class Coalescer<In, Out> {
  private readonly urgent: Waiting<In, Out>[] = [];
  private readonly ordinary: Waiting<In, Out>[] = [];
  private running = 0;
  private runningUrgent = 0;
  private scheduled = false;

  /** @param work one output for each input, in the same order */
  constructor(
    private readonly work: (inputs: readonly In[]) => Promise<readonly Out[]>,
    private readonly options: CoalescerOptions,
  ) {}

  submit(input: In, { urgent = false, share = Infinity }: SubmitOptions = {}): Promise<Out> {
    return new Promise((resolve, reject) => {
      (urgent ? this.urgent : this.ordinary).push({ input, share, resolve, reject });
      this.schedule();
    });
  }

  private get ready(): boolean {
    const { slots, urgentSlots = 0 } = this.options;
    if (this.urgent.length > 0) return this.running < slots + urgentSlots;
    const most = urgentSlots > 0 && this.runningUrgent > 0 ? 1 : slots;
    return this.ordinary.length > 0 && this.running < slots && this.running - this.runningUrgent < most;
  }

  /** After the poll phase, so that every call that has just arrived is in. */
  private schedule(): void {
    if (this.scheduled || !this.ready) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      while (this.ready) {
        const urgent = this.urgent.length > 0;
        void this.flush(this.take(), urgent);
      }
    });
  }

  private take(): Waiting<In, Out>[] {
    const queue = this.urgent.length > 0 ? this.urgent : this.ordinary;
    const batch: Waiting<In, Out>[] = [];
    let limit = this.options.size;
    for (let next = queue[0]; next && batch.length < Math.min(limit, next.share); next = queue[0]) {
      limit = Math.min(limit, next.share);
      batch.push(next);
      queue.shift();
    }
    return batch;
  }

  private async flush(batch: readonly Waiting<In, Out>[], urgent: boolean): Promise<void> {
    this.running += 1;
    if (urgent) this.runningUrgent += 1;
    try {
      await this.perform(batch);
    } finally {
      this.running -= 1;
      if (urgent) this.runningUrgent -= 1;
      this.schedule();
    }
  }

  private async perform(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outputs = await this.work(batch.map(({ input }) => input));
      if (outputs.length !== batch.length) throw new Error(`${outputs.length} outputs for ${batch.length} inputs`);
      batch.forEach(({ resolve }, index) => resolve(outputs[index] as Out));
    } catch (error) {
      if (batch.length > 1 && this.options.splitOn?.(error)) {
        for (const waiting of batch) await this.perform([waiting]);
      } else {
        for (const { reject } of batch) reject(error);
      }
    }
  }
}
