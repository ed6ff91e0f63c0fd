interface Waiting<Item, Result> {
  readonly item: Item;
  /** How many may share a call with it at most, itself included. */
  readonly share: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

export interface CoalescerOptions<Item, Result> {
  /** Items in one call at most. */
  limit: number;
  /** Calls in flight at most. */
  inFlight: number;
  /** One call for several items; the results in the same order. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
}

/**
 * Makes one call out of what is asked for at the same time. When idle, it waits no longer than the turn of the
 * event loop; while calls are in flight, the next one grows. A call that fails fails for all of its items.
 */
export class Coalescer<Item, Result> {
  private readonly urgent: Waiting<Item, Result>[] = [];
  private readonly ordinary: Waiting<Item, Result>[] = [];
  private running = 0;
  private scheduled = false;

  constructor(private readonly options: CoalescerOptions<Item, Result>) {}

  /** `urgent` goes before what waits already; with `share` 1 the item gets a call of its own. */
  submit(item: Item, { urgent = false, share = Infinity } = {}): Promise<Result> {
    return new Promise((resolve, reject) => {
      const waiting = { item, share, resolve, reject };
      (urgent ? this.urgent : this.ordinary).push(waiting);
      this.schedule();
    });
  }

  private schedule(): void {
    const waiting = this.urgent.length + this.ordinary.length;
    if (this.scheduled || waiting === 0 || this.running >= this.options.inFlight) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.flush();
    });
  }

  private async flush(): Promise<void> {
    const batch = this.take();
    if (batch.length === 0) return;
    this.running += 1;
    this.schedule();
    try {
      const results = await this.options.run(batch.map(({ item }) => item));
      batch.forEach(({ resolve, reject }, index) => {
        if (index in results) resolve(results[index] as Result);
        else reject(new Error(`${results.length} results for ${batch.length} items`));
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.running -= 1;
      this.schedule();
    }
  }

  private take(): Waiting<Item, Result>[] {
    const batch: Waiting<Item, Result>[] = [];
    let limit = this.options.limit;
    for (const queue of [this.urgent, this.ordinary]) {
      for (let next = queue[0]; next && batch.length < Math.min(limit, next.share); next = queue[0]) {
        limit = Math.min(limit, next.share);
        batch.push(next);
        queue.shift();
      }
    }
    return batch;
  }
}
