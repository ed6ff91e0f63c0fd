import { isDeepStrictEqual } from 'node:util';
import { ExponentialBackoff } from 'cockatiel';
import type { Column, WordPressSite } from '@usher/wordpress';

/** Milliseconds between two tries. */
const PACE = { initialDelay: 2_000, maxDelay: 60_000 };

/** Keeps what the plugin shows in WordPress as the target's settings want it. */
export class SettingsKeeper {
  /** As the site has them; null while that isn't known. */
  private there: readonly Column[] | null = null;
  private working = false;
  private timer?: NodeJS.Timeout;
  private pace = new ExponentialBackoff(PACE).next();
  private closed = false;

  constructor(
    private readonly wanted: () => readonly Column[],
    private readonly save: (settings: { columns: readonly Column[] }) => ReturnType<WordPressSite['saveSettings']>,
    private readonly complain: (reason: string) => void,
  ) {}

  /** The site serves, and said what it has. */
  found(columns: readonly Column[]): void {
    this.there = columns;
    this.wake();
  }

  /** Nothing is known of the site any more. */
  forget(): void {
    this.there = null;
  }

  /** What is wanted may have changed. */
  wake(): void {
    clearTimeout(this.timer);
    if (!this.working) void this.work();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async work(): Promise<void> {
    this.working = true;
    try {
      while (!this.closed && this.there !== null && !isDeepStrictEqual(plain(this.there), plain(this.wanted()))) {
        const [before, columns] = [this.there, this.wanted()];
        const kept = await this.save({ columns });
        if (!isDeepStrictEqual(plain(kept.columns), plain(columns))) throw new Error('the site did not keep them.');
        // What was heard of the site meanwhile counts: it may be another one now.
        if (this.there === before) this.there = columns;
      }
      this.pace = new ExponentialBackoff(PACE).next();
    } catch (error) {
      this.complain((error as Error).message);
      const { duration } = (this.pace = this.pace.next(undefined));
      if (!this.closed) this.timer = setTimeout(() => this.wake(), duration).unref();
    } finally {
      this.working = false;
    }
  }
}

/** The plugin keeps headings without the spaces around them. */
const plain = (columns: readonly Column[]): Column[] => columns.map(({ key, label }) => ({ key, label: label.trim() }));
