import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { nextStep } from '@usher/provisioning';
import { SiteError, type SiteStatus } from '@usher/wordpress';

/**
 * paused: it fails, and is asked again until it serves; quarantined: the same, and an operator has to act; stopped: an
 * operator wants it left alone.
 */
export type GateState = 'ready' | 'paused' | 'quarantined' | 'stopped';

export interface GateReport {
  state: GateState;
  /** Why it is not ready, in words; null when ready. */
  reason: string | null;
  /** When it became so. RFC 3339. */
  since: string;
  /** What the site said last of itself; null while it never did. */
  lastStatus: SiteStatus | null;
  /** When it was asked last. RFC 3339. */
  checkedAt: string | null;
  /** Until when it wants to be left alone, by its own word (Retry-After). RFC 3339; null: it said nothing, or that is over. */
  pausedUntil: string | null;
}

export interface GateOptions {
  status(): Promise<SiteStatus>;
  /** Told when a probe has confirmed another state or reason, not for each fault or probe. */
  onChange(report: GateReport): void;
  /** First and longest wait between probes, in milliseconds. */
  pausedProbes?: Pace;
  quarantinedProbes?: Pace;
}

export interface Pace {
  initialDelay: number;
  maxDelay: number;
}

type Verdict = Pick<GateReport, 'state' | 'reason'>;

const UNKNOWN: Verdict = { state: 'paused', reason: 'The site has not been reached yet.' };

/** Failed requests in a row after which the site counts as not serving, whatever its status says. */
const STUBBORN = 8;
/** Milliseconds for which a site can ask to be left alone (Retry-After): leavers wait, too. */
const LONGEST_PLEA = 3_600_000;

/**
 * Lets operations through to one site while it serves. A fault of a whole request closes it for all; then one probe
 * at a time asks for the status until the site serves again, while the operations wait. Nothing is given up. A
 * quarantined site differs from a paused one in that an operator has to act: it says so, and is probed more slowly.
 */
export class SiteGate {
  /** Closed until the site has been seen to serve. */
  private verdict: Verdict = UNKNOWN;
  private told: Verdict = this.verdict;
  private since = new Date();
  private lastStatus: SiteStatus | null = null;
  private checkedAt: Date | null = null;
  private faultsInARow = 0;
  /** When the site may be asked again, by its own word. */
  private notBefore = 0;
  private readonly waiters = new Set<() => void>();
  /** Ends the probing that is under way. */
  private probing: AbortController | null = null;
  private closed = false;
  /** Grows when the way to the site changes: an answer that came over an old one counts no more. */
  private way = 0;

  constructor(private readonly options: GateOptions) {}

  /** Asks the site for the first time, without making anybody wait for it. */
  start(): void {
    if (this.verdict.state !== 'stopped') void this.probe(this.verdict);
  }

  /** Ends the probing and lets those who wait go, with false. */
  close(): void {
    this.closed = true;
    this.probing?.abort();
    this.release();
  }

  /** An operator wants the site left alone: nobody passes, and nobody asks it, until {@link resume}. */
  stop(reason: string): void {
    this.probing?.abort();
    this.become({ state: 'stopped', reason });
    this.release();
  }

  /** Ends {@link stop}: the site is asked first. */
  resume(): void {
    if (this.verdict.state === 'stopped') this.renew();
  }

  /** The way to the site is another now: what was known of it doesn't hold. */
  renew(): void {
    this.probing?.abort();
    this.probing = null;
    this.way += 1;
    // Told anew even when it serves as the one before did: what the site has isn't known.
    this.verdict = this.told = UNKNOWN;
    this.lastStatus = null;
    this.faultsInARow = 0;
    this.notBefore = 0;
    if (!this.closed) this.start();
  }

  report(): GateReport {
    const { state, reason } = this.verdict;
    const checkedAt = this.checkedAt?.toISOString() ?? null;
    const pausedUntil = this.notBefore > Date.now() ? new Date(this.notBefore).toISOString() : null;
    return { state, reason, since: this.since.toISOString(), lastStatus: this.lastStatus, checkedAt, pausedUntil };
  }

  /** True as soon as the site serves, false when it doesn't within so many milliseconds. */
  async pass(patienceMs: number): Promise<boolean> {
    if (this.serves() || this.closed) return this.serves();
    await new Promise<void>((resolve) => {
      const go = (): void => {
        clearTimeout(timer);
        this.waiters.delete(go);
        resolve();
      };
      const timer = setTimeout(go, patienceMs);
      this.waiters.add(go);
    });
    return this.serves();
  }

  private serves(): boolean {
    return this.verdict.state === 'ready' && !this.closed;
  }

  /** A request got through. */
  worked(): void {
    this.faultsInARow = 0;
  }

  /** A request failed as a whole: closes until a probe has told what is wrong. */
  shut(state: 'paused' | 'quarantined', reason: string, afterMs?: number): void {
    if (this.verdict.state === 'stopped') return;
    this.faultsInARow += 1;
    this.minds(afterMs);
    const fault: Verdict = { state, reason };
    if (this.verdict.state === 'ready') this.verdict = fault;
    void this.probe(fault);
  }

  /** Asks the site now, and opens or closes by its answer; a stopped one stays so. */
  async check(answer?: Promise<SiteStatus>): Promise<GateReport> {
    const { way } = this;
    const verdict = await this.ask(answer);
    if (this.verdict.state === 'stopped' || way !== this.way) return this.report();
    if (verdict.state === 'ready') this.notBefore = 0;
    this.become(verdict);
    if (verdict.state !== 'ready') void this.probe(verdict);
    return this.report();
  }

  /** Until the site serves. The fault that led here counts when the status is fine, yet no request gets through. */
  private async probe(fault: Verdict): Promise<void> {
    if (this.probing !== null || this.closed) return;
    const probing = (this.probing = new AbortController());
    const wait = (ms: number) => this.sleep(ms, probing.signal);
    try {
      await wait(0);
      const stubborn = this.faultsInARow >= STUBBORN;
      let last = fault.state;
      for (let pace = this.paceOf(last); ; pace = pace.next(undefined)) {
        const verdict = await this.ask();
        probing.signal.throwIfAborted();
        // It may have asked for a pause meanwhile, in answer to a request.
        if (verdict.state === 'ready') await wait(0);
        if (verdict.state === 'ready' && !stubborn) return this.become(verdict);
        const shown = verdict.state === 'ready' ? fault : verdict;
        this.become(shown);
        if (shown.state !== last) pace = this.paceOf((last = shown.state));
        await wait(pace.duration);
        if (verdict.state === 'ready') return this.become(verdict);
      }
    } catch (error) {
      if (!probing.signal.aborted) throw error;
    } finally {
      if (this.probing === probing) this.probing = null;
    }
  }

  /** At least so long, and until the site may be asked again. */
  private async sleep(ms: number, signal: AbortSignal): Promise<void> {
    const until = Date.now() + ms;
    do {
      const left = Math.max(until, this.notBefore) - Date.now();
      await sleep(Math.max(0, left), undefined, { signal, ref: false });
    } while (Date.now() < this.notBefore);
  }

  private minds(afterMs: number | undefined): void {
    if (afterMs === undefined) return;
    this.notBefore = Math.max(this.notBefore, Date.now() + Math.min(afterMs, LONGEST_PLEA));
  }

  private paceOf(state: GateState): IBackoff<unknown> {
    const { pausedProbes = { initialDelay: 250, maxDelay: 15_000 } } = this.options;
    const { quarantinedProbes = { initialDelay: 3_000, maxDelay: 30_000 } } = this.options;
    return new ExponentialBackoff(state === 'quarantined' ? quarantinedProbes : pausedProbes).next();
  }

  private async ask(answer = this.options.status()): Promise<Verdict> {
    const { way } = this;
    try {
      const status = await answer;
      if (way === this.way) this.lastStatus = status;
      return judge(status);
    } catch (error) {
      const fault = error instanceof SiteError ? error : new SiteError('transient', 'unexpected', String(error));
      const step = nextStep({ fault });
      if (step.kind === 'misconfigured') return { state: 'quarantined', reason: fault.message };
      this.minds(fault.retryAfterMs);
      return { state: 'paused', reason: fault.message };
    } finally {
      this.checkedAt = new Date();
    }
  }

  private become(verdict: Verdict): void {
    this.verdict = verdict;
    const { state, reason } = this.told;
    this.told = verdict;
    if (state !== verdict.state) this.since = new Date();
    if (state !== verdict.state || reason !== verdict.reason) this.options.onChange(this.report());
    if (verdict.state === 'ready') this.release();
  }

  private release(): void {
    for (const go of this.waiters) go();
  }
}

/** A site that answers may still be unable to do its work. */
function judge({ caller }: SiteStatus): Verdict {
  if (caller.missingCapabilities.length === 0) return { state: 'ready', reason: null };
  const missing = caller.missingCapabilities.join(', ');
  const reason = `The WordPress user "${caller.login}" lacks ${missing}: give it the role "Usher provisioning".`;
  return { state: 'quarantined', reason };
}
