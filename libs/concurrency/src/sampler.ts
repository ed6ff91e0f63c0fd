/** One thing that happens again and again, and how much of it was let through. */
interface Window<T> {
  since: number;
  passed: number;
  /** Since something was let through last. */
  suppressed: number;
  last: T;
}

export interface Sampled<T> {
  item: T;
  /** Like it, and not let through since the one before. */
  suppressed: number;
}

/** For the end of a sentence about the item; '' for none. */
export function suppressedWords(suppressed: number): string {
  return suppressed === 0 ? '' : `; ${suppressed} more like it within a minute are not told one by one`;
}

export interface SamplerOptions {
  /** Let through for each key within a window at most. */
  perWindow: number;
  /** Milliseconds. */
  windowMs: number;
  /** Keys that are told apart at once; what comes beyond shares one. */
  keys: number;
}

const BEYOND = 'beyond';

/**
 * Lets the first few of a kind through and counts the rest, in bounded memory, so that whoever repeats himself a million
 * times causes a handful of records and a number.
 */
export class Sampler<T> {
  private readonly windows = new Map<string, Window<T>>();

  constructor(private readonly options: SamplerOptions) {}

  /** What to record now; undefined when it was only counted. */
  take(key: string, item: T, now: number): Sampled<T> | undefined {
    const place = this.windows.has(key) || this.windows.size < this.options.keys ? key : BEYOND;
    let window = this.windows.get(place);
    if (window === undefined) {
      window = { since: now, passed: 0, suppressed: 0, last: item };
      this.windows.set(place, window);
    }
    if (window.passed >= this.options.perWindow) {
      window.suppressed += 1;
      window.last = item;
      return undefined;
    }
    window.passed += 1;
    return { item, suppressed: 0 };
  }

  /** Ends the windows that are over; of each that suppressed something, the last one with how many there were. */
  sweep(now: number): Sampled<T>[] {
    const ended: Sampled<T>[] = [];
    for (const [key, { since, suppressed, last }] of this.windows) {
      if (now - since < this.options.windowMs) continue;
      this.windows.delete(key);
      if (suppressed > 0) ended.push({ item: last, suppressed: suppressed - 1 });
    }
    return ended;
  }
}
