import { Coalescer } from '@usher/concurrency';
import { nextStep, type NextStep, type Operation, type Policy } from '@usher/provisioning';
import { MAX_BATCH, type OperationResult, SiteError, type WordPressSite } from '@usher/wordpress';
import { batchDuration, batchSize } from '../metrics.js';
import { Contenders } from '../safety/contenders.js';
import { type GateOptions, type GateReport, type Pace, SiteGate } from '../safety/site-gate.js';
import { Suspects } from '../safety/suspects.js';
import { SettingsKeeper } from './settings-keeper.js';
import type { SiteCall } from './site-call.js';
import { EVERY_CONNECTION } from './target-row.js';
import { SiteInUse } from './target-site.js';

/** Requests at once, and one more for leavers: a small site has few PHP workers, and its visitors need some. */
const IN_FLIGHT = 4;
/** Milliseconds that an operation waits at the closed gate before its event is put back. */
const PATIENCE = 5_000;

/** What an operator may change while it is worked on. */
export interface TargetParts {
  name: string;
  siteUrl: string;
  policy: Policy;
  /** Whose users it gets; `*`, the default: those of every connection. */
  connection?: string;
  /** Version of its settings. Default 1. */
  version?: number;
  /** Why it is stopped, in words; null, the default: it isn't. */
  stopped?: string | null;
}

/** How patient it is. */
export interface TargetTuning extends Pick<GateOptions, 'pausedProbes' | 'quarantinedProbes'> {
  patienceMs?: number;
  /** Waits before a user on whom the site fails is tried again, in milliseconds. */
  userBackoff?: Pace;
  /** For how long a refusal is held back while another user has the login or e-mail address, in milliseconds. */
  holderPatienceMs?: number;
}

export interface TargetOptions extends TargetParts, TargetTuning {
  id: string;
  site: WordPressSite;
  onChange: GateOptions['onChange'];
  /** Told of what goes wrong beside the users. */
  complain?: (reason: string) => void;
}

/** The request failed; the operation was one of `size` in it. */
class BatchError extends Error {
  constructor(
    readonly fault: SiteError,
    readonly size: number,
    readonly call: SiteCall,
  ) {
    super(fault.message);
  }
}

interface Answered {
  result: OperationResult;
  call: SiteCall;
}

/** One WordPress site, and the way of operations to it: the gate, batches, and what their failures mean. */
export class Target {
  readonly id: string;
  readonly gate: SiteGate;
  private parts: Required<TargetParts>;
  private inUse: SiteInUse;
  private readonly suspects: Suspects;
  private readonly contenders: Contenders;
  private readonly batches: Coalescer<Operation, Answered>;
  private readonly keeper: SettingsKeeper;

  constructor(private readonly options: TargetOptions) {
    const { id, site, onChange, pausedProbes, quarantinedProbes, complain = () => undefined } = options;
    this.suspects = new Suspects(options.userBackoff);
    this.contenders = new Contenders(options.holderPatienceMs);
    this.id = id;
    this.inUse = new SiteInUse(site);
    this.parts = complete(options);
    this.keeper = new SettingsKeeper(
      () => this.policy.columns,
      (settings) => this.inUse.use((current) => current.saveSettings(settings)),
      (reason) => complain(`The columns of the Users screen could not be set: ${reason}`),
    );
    this.gate = new SiteGate({
      status: () => this.inUse.use((current) => current.status()),
      onChange: (report) => {
        onChange(report);
        this.keep(report);
      },
      ...{ pausedProbes, quarantinedProbes },
    });
    if (this.paused) this.gate.stop(this.parts.stopped ?? '');
    const request = (operations: readonly Operation[]) => this.request(operations);
    this.batches = new Coalescer(request, { slots: IN_FLIGHT, urgentSlots: 1, size: MAX_BATCH });
  }

  get name(): string {
    return this.parts.name;
  }

  get siteUrl(): string {
    return this.parts.siteUrl;
  }

  /** Whose users it gets; `*`: those of every connection. */
  get connection(): string {
    return this.parts.connection;
  }

  /** As it is now; work that has begun goes on with the one that it began with. */
  get policy(): Policy {
    return this.parts.policy;
  }

  /** Version of the policy's settings. */
  get version(): number {
    return this.parts.version;
  }

  /** Nobody is to work on it. */
  get paused(): boolean {
    return this.parts.stopped !== null;
  }

  /** For reading; operations go through {@link send}. */
  get site(): WordPressSite {
    return this.inUse.site;
  }

  /** Goes on with these parts, and where it is given with another way to the site; what waits at the gate stays there. */
  become(parts: TargetParts, site?: WordPressSite): void {
    const { stopped: before } = this.parts;
    this.parts = complete(parts);
    const { stopped } = this.parts;
    if (site !== undefined) {
      void this.inUse.retire();
      this.inUse = new SiteInUse(site);
      this.keeper.forget();
      if (before === null) this.gate.renew();
    }
    if (stopped !== null && stopped !== before) this.gate.stop(stopped);
    if (stopped === null && before !== null) this.gate.resume();
    if (stopped === null) this.keeper.wake();
  }

  /**
   * Brings an operation to the site, together with others that wait; never throws for what a site can do.
   *
   * @param called told of the request that carried it, whatever came of that; not called when none did
   */
  async send(operation: Operation, urgent: boolean, called?: (call: SiteCall) => void): Promise<NextStep> {
    const { scimId } = operation;
    if (!(await this.gate.pass(this.options.patienceMs ?? PATIENCE))) return this.closed();
    let result: OperationResult;
    try {
      const answered = await this.batches.submit(operation, { urgent, share: this.suspects.share(scimId) });
      called?.(answered.call);
      ({ result } = answered);
    } catch (error) {
      if (!(error instanceof BatchError)) throw error;
      called?.(error.call);
      return this.afterFault(scimId, error);
    }
    const step = nextStep({ result });
    if (step.kind !== 'transient') {
      this.suspects.cleared(scimId);
      return this.unlessHeld(scimId, step);
    }
    return this.suspects.failed(scimId) ? givenUp(step.reason) : { ...step, afterMs: this.suspects.wait(scimId) };
  }

  async close(): Promise<void> {
    this.gate.close();
    this.keeper.close();
    await this.inUse.site.close();
  }

  /** It is no longer connected: nothing new begins, what is under way comes to its end. */
  async retire(): Promise<void> {
    this.gate.close();
    this.keeper.close();
    await this.inUse.retire();
  }

  private keep({ state, lastStatus }: GateReport): void {
    if (state === 'ready' && lastStatus !== null) this.keeper.found(lastStatus.settings.columns);
  }

  /** A refusal doesn't count yet while the one who has what is wanted may be about to give it up. */
  private unlessHeld(scimId: string, step: NextStep): NextStep {
    if (step.kind === 'rejected' && step.holder !== undefined) {
      const afterMs = this.contenders.wait(scimId);
      if (afterMs !== undefined) {
        return { kind: 'transient', scope: 'user', reason: step.message, afterMs, holder: step.holder };
      }
    }
    this.contenders.settled(scimId);
    return step;
  }

  private closed(): NextStep {
    const { state, reason } = this.gate.report();
    if (state === 'quarantined') return { kind: 'misconfigured', reason: reason ?? '' };
    return { kind: 'transient', scope: 'site', reason: reason ?? 'Usher is stopping.', afterMs: 250 };
  }

  /** A request that fails for ever while others get through is due to one user: a firewall that dislikes a name, say. */
  private afterFault(scimId: string, { fault, size }: BatchError): NextStep {
    if (this.suspects.failedAmong(scimId, size)) return givenUp(fault.message);
    const afterMs = size > 1 ? 0 : this.suspects.wait(scimId);
    return { kind: 'transient', scope: 'site', reason: fault.message, afterMs };
  }

  private async request(operations: readonly Operation[]): Promise<readonly Answered[]> {
    batchSize.observe({ target: this.id }, operations.length);
    const stopTimer = batchDuration.startTimer({ target: this.id });
    const begunAt = Date.now();
    try {
      const results = await this.inUse.use((site) => site.batch(operations));
      this.gate.worked();
      const call = { begunAt, endedAt: Date.now() };
      return results.map((result) => ({ result, call }));
    } catch (error) {
      const fault = error instanceof SiteError ? error : new SiteError('transient', 'unexpected', String(error));
      const step = nextStep({ fault });
      const state = step.kind === 'misconfigured' ? 'quarantined' : 'paused';
      this.gate.shut(state, fault.message, fault.retryAfterMs);
      throw new BatchError(fault, operations.length, { begunAt, endedAt: Date.now() });
    } finally {
      stopTimer();
    }
  }
}

function complete(parts: TargetParts): Required<TargetParts> {
  const { name, siteUrl, policy, connection = EVERY_CONNECTION, version = 1, stopped = null } = parts;
  return { name, siteUrl, policy, connection, version, stopped };
}

const givenUp = (message: string): NextStep => ({ kind: 'rejected', code: 'site_fault', message });
