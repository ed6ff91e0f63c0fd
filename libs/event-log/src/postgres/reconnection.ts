import { setTimeout as delay } from 'node:timers/promises';

const FIRST = 500;
const LONGEST = 5_000;

/** The pauses between attempts to connect: they grow from 0.5 s to 5 s, and nothing but {@link stop} cuts one short. */
export class Reconnection {
  private readonly stopping = new AbortController();
  private pause = FIRST;

  /** Milliseconds of the next pause. */
  get after(): number {
    return this.pause;
  }

  succeeded(): void {
    this.pause = FIRST;
  }

  async wait(): Promise<void> {
    const pause = this.pause;
    this.pause = Math.min(2 * pause, LONGEST);
    await delay(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }

  stop(): void {
    this.stopping.abort();
  }
}
