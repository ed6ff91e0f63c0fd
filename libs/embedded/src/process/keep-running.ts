import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff, noJitterGenerator, type IBackoff } from 'cockatiel';

/** A program that has been started. */
export interface Running {
  /** Resolves when it has ended, however, and tells how: `PostgreSQL was killed (SIGKILL)`. */
  ended: Promise<string>;
  /** Ends it and what it left; does no harm when it has ended already. */
  stop(): Promise<void>;
}

/**
 * Starts a program, serving when it resolves: for the first time, or in the place of `before`, on its port and data.
 * Rejects with nothing left running, soon after the signal as well.
 */
export type Start<T> = (signal?: AbortSignal, before?: T) => Promise<T>;

export interface KeepRunningOptions {
  log: (message: string) => void;
  /** Gives up the first start. */
  signal?: AbortSignal;
  /** Milliseconds before the first try and at most; each pause is twice the one before. */
  pauses?: { initialDelay: number; maxDelay: number };
}

const PAUSES = { initialDelay: 500, maxDelay: 30_000 };

/** A program that must be there: started again whenever it ends, until {@link KeptRunning.stop}. */
export class KeptRunning<T extends Running> {
  private readonly stopping = new AbortController();
  private fault: string | undefined;
  private readonly over: Promise<void>;

  private constructor(
    private current: T,
    private readonly start: Start<T>,
    private readonly log: (message: string) => void,
    private readonly pauses: { initialDelay: number; maxDelay: number },
  ) {
    this.over = this.keep();
  }

  /** @throws what the first start throws: that one is not repeated */
  static async start<T extends Running>(start: Start<T>, options: KeepRunningOptions): Promise<KeptRunning<T>> {
    return new KeptRunning(await start(options.signal), start, options.log, options.pauses ?? PAUSES);
  }

  /** @throws Error of one line while it is down: what happened to it */
  running(): T {
    if (this.fault !== undefined) throw new Error(`${this.fault}; it is being started again`);
    return this.current;
  }

  /** Ends it for good; a start that is on its way is given up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.over;
  }

  private async keep(): Promise<void> {
    const { signal } = this.stopping;
    const stopped = once(signal, 'abort');
    for (let pause = this.shortest(); ;) {
      const since = Date.now();
      const ended = await Promise.race([this.current.ended, stopped]);
      if (signal.aborted) break;
      // One that ends again and again soon after its start is not helped by haste.
      if (Date.now() - since > this.pauses.maxDelay) pause = this.shortest();
      pause = await this.again(String(ended), pause);
    }
    await this.current.stop();
  }

  /** Until it runs or is to be no more; returns the pause for the next time. */
  private async again(fault: string, first: IBackoff<unknown>): Promise<IBackoff<unknown>> {
    const { signal } = this.stopping;
    let pause = first;
    this.fault = fault;
    for (; ; pause = pause.next(undefined)) {
      this.log(`${this.fault}; starting it again in ${pause.duration / 1000} s`);
      try {
        await sleep(pause.duration, undefined, { signal });
        await this.current.stop();
        this.current = await this.start(signal, this.current);
        this.fault = undefined;
        this.log('serves again');
        return pause.next(undefined);
      } catch (error) {
        if (signal.aborted) return pause;
        this.fault = error instanceof Error ? error.message : String(error);
      }
    }
  }

  private shortest(): IBackoff<unknown> {
    return new ExponentialBackoff({ generator: noJitterGenerator, ...this.pauses }).next();
  }
}
