import { setTimeout as sleep } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import { nextStep } from '@usher/provisioning';
import { SiteError, type SiteStatus } from '@usher/wordpress';

export type GateState = 'ready' | 'paused' | 'quarantined';

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

type Verdict = { state: GateState; reason: string | null; afterMs?: number };

/** Failed requests in a row after which the site counts as not serving, whatever its status says. */
const STUBBORN = 8;

/**
 * Lets operations through to one site while it serves. A fault of a whole request closes it for all; then one probe
 * at a time asks for the status until the site serves again, while the operations wait. Nothing is given up. A
 * quarantined site differs from a paused one in that an operator has to act: it says so, and is probed more slowly.
 */
export class SiteGate {
  /** Closed until the site has been seen to serve. */
  private verdict: Verdict = { state: 'paused', reason: 'The site has not been reached yet.' };
  private told: Verdict = this.verdict;
  private since = new Date();
  private lastStatus: SiteStatus | null = null;
  private checkedAt: Date | null = null;
  private faultsInARow = 0;
  private waiters: (() => void)[] = [];
  private probing = false;
  private readonly closing = new AbortController();

  constructor(private readonly options: GateOptions) {}

  /** Asks the site for the first time, without making anybody wait for it. */
  start(): void {
    void this.probe(this.verdict);
  }

  /** Ends the probing and lets those who wait go, with false. */
  close(): void {
    this.closing.abort();
    this.release();
  }

  report(): GateReport {
    const { state, reason } = this.verdict;
    const checkedAt = this.checkedAt?.toISOString() ?? null;
    return { state, reason, since: this.since.toISOString(), lastStatus: this.lastStatus, checkedAt };
  }

  /** True as soon as the site serves, false when it doesn't within so many milliseconds. */
  async pass(patienceMs: number): Promise<boolean> {
    if (this.serves() || this.closing.signal.aborted) return this.serves();
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
      this.waiters.push(resolve);
    });
    clearTimeout(timer);
    return this.serves();
  }

  private serves(): boolean {
    return this.verdict.state === 'ready' && !this.closing.signal.aborted;
  }

  /** A request got through. */
  worked(): void {
    this.faultsInARow = 0;
  }

  /** A request failed as a whole: closes until a probe has told what is wrong. */
  shut(state: Exclude<GateState, 'ready'>, reason: string, afterMs?: number): void {
    this.faultsInARow += 1;
    const fault: Verdict = { state, reason, afterMs };
    if (this.verdict.state === 'ready') this.verdict = fault;
    void this.probe(fault);
  }

  /** Asks the site now, and opens or closes by its answer. */
  async check(): Promise<GateReport> {
    const verdict = await this.ask();
    this.become(verdict);
    if (verdict.state !== 'ready') void this.probe(verdict);
    return this.report();
  }

  /** Until the site serves. The fault that led here counts when the status is fine, yet no request gets through. */
  private async probe(fault: Verdict): Promise<void> {
    if (this.probing) return;
    this.probing = true;
    try {
      await this.sleep(fault.afterMs ?? 0);
      const stubborn = this.faultsInARow >= STUBBORN;
      let last = fault.state;
      for (let pace = this.paceOf(last); ; pace = pace.next(undefined)) {
        const verdict = await this.ask();
        if (verdict.state === 'ready' && !stubborn) return this.become(verdict);
        const closed = verdict.state === 'ready' ? fault : verdict;
        this.become(closed);
        if (closed.state !== last) pace = this.paceOf((last = closed.state));
        await this.sleep(Math.max(pace.duration, closed.afterMs ?? 0));
        if (verdict.state === 'ready') return this.become(verdict);
      }
    } catch (error) {
      if (!this.closing.signal.aborted) throw error;
    } finally {
      this.probing = false;
    }
  }

  private async sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.closing.signal, ref: false });
  }

  private paceOf(state: GateState): IBackoff<unknown> {
    const { pausedProbes = { initialDelay: 250, maxDelay: 15_000 } } = this.options;
    const { quarantinedProbes = { initialDelay: 3_000, maxDelay: 30_000 } } = this.options;
    return new ExponentialBackoff(state === 'quarantined' ? quarantinedProbes : pausedProbes).next();
  }

  private async ask(): Promise<Verdict> {
    try {
      this.lastStatus = await this.options.status();
      return judge(this.lastStatus);
    } catch (error) {
      const fault = error instanceof SiteError ? error : new SiteError('transient', 'unexpected', String(error));
      const step = nextStep({ fault });
      if (step.kind === 'misconfigured') return { state: 'quarantined', reason: fault.message };
      return { state: 'paused', reason: fault.message, afterMs: fault.retryAfterMs };
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
    for (const resolve of this.waiters.splice(0)) resolve();
  }
}

/** A site that answers may still be unable to do its work. */
function judge({ caller }: SiteStatus): Verdict {
  if (caller.missingCapabilities.length === 0) return { state: 'ready', reason: null };
  const missing = caller.missingCapabilities.join(', ');
  const reason = `The WordPress user "${caller.login}" lacks ${missing}: give it the role "Usher provisioning".`;
  return { state: 'quarantined', reason };
}
