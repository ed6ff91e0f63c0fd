import type { Pace } from './site-gate.js';

interface Suspect {
  /** How often in a row the site failed on this user alone. */
  failures: number;
  /** Those of the failures between which the site got something done for others. */
  strikes: number;
  /** How many operations the site had done at the last strike. */
  doneBefore: number;
  share: number;
}

/** Strikes after which a user is given up. */
const STRIKES = 10;

/**
 * Tells a site that fails from a user on whom the site fails (a plugin that crashes on certain data, say). A batch
 * that failed is tried again in smaller ones until the culprit stands alone; one who keeps failing alone, while
 * others get through, is given up. As long as nobody gets through it is the site that fails, and all wait.
 */
export class Suspects {
  private readonly suspects = new Map<string, Suspect>();
  private done = 0;

  constructor(private readonly backoff: Pace = { initialDelay: 250, maxDelay: 60_000 }) {}

  /** How many may share a request with this user. */
  share(scimId: string): number {
    return this.suspects.get(scimId)?.share ?? Infinity;
  }

  cleared(scimId: string): void {
    this.done += 1;
    this.suspects.delete(scimId);
  }

  /** The request failed as a whole, and this user was one of `size` in it. True: give this user up. */
  failedAmong(scimId: string, size: number): boolean {
    const suspect = this.suspect(scimId);
    if (size > 1) {
      suspect.share = Math.max(1, Math.floor(size / 4));
      return false;
    }
    suspect.share = 1;
    return this.strike(suspect, scimId);
  }

  /** The site answered that it failed on this user. True: give this user up. */
  failed(scimId: string): boolean {
    return this.strike(this.suspect(scimId), scimId);
  }

  /** Milliseconds to wait before this user is tried again. */
  wait(scimId: string): number {
    const failures = this.suspects.get(scimId)?.failures ?? 0;
    const { initialDelay, maxDelay } = this.backoff;
    return Math.min(initialDelay * 2 ** Math.max(0, failures - 1), maxDelay) * (0.75 + Math.random() / 4);
  }

  private strike(suspect: Suspect, scimId: string): boolean {
    suspect.failures += 1;
    if (this.done === suspect.doneBefore) return false;
    suspect.doneBefore = this.done;
    suspect.strikes += 1;
    if (suspect.strikes < STRIKES) return false;
    this.suspects.delete(scimId);
    return true;
  }

  private suspect(scimId: string): Suspect {
    const known = this.suspects.get(scimId);
    if (known) return known;
    const fresh = { failures: 0, strikes: 0, doneBefore: this.done, share: Infinity };
    this.suspects.set(scimId, fresh);
    return fresh;
  }
}
