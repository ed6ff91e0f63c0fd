import { Coalescer } from '@usher/concurrency';
import { nextStep, type NextStep, type Operation, type Policy } from '@usher/provisioning';
import { MAX_BATCH, type OperationResult, SiteError, type WordPressSite } from '@usher/wordpress';
import { batchDuration, batchSize } from '../metrics.js';
import { Contenders } from '../safety/contenders.js';
import { type GateOptions, type Pace, SiteGate } from '../safety/site-gate.js';
import { Suspects } from '../safety/suspects.js';

/** Operations in one request: enough to save round trips, few enough to end well before a time-out. */
const BATCH = Math.min(20, MAX_BATCH);
/** Requests at once: a small site has few PHP workers, and its visitors need some. */
const IN_FLIGHT = 4;
/** Milliseconds that an operation waits at the closed gate before its event is put back. */
const PATIENCE = 5_000;

export interface TargetOptions extends Pick<GateOptions, 'pausedProbes' | 'quarantinedProbes'> {
  id: string;
  name: string;
  siteUrl: string;
  policy: Policy;
  site: WordPressSite;
  onChange: GateOptions['onChange'];
  patienceMs?: number;
  /** Waits before a user on whom the site fails is tried again, in milliseconds. */
  userBackoff?: Pace;
  /** For how long a refusal is held back while another user has the login or e-mail address, in milliseconds. */
  holderPatienceMs?: number;
}

/** The request failed; the operation was one of `size` in it. */
class BatchError extends Error {
  constructor(
    readonly fault: SiteError,
    readonly size: number,
  ) {
    super(fault.message);
  }
}

/** One WordPress site, and the way of operations to it: the gate, batches, and what their failures mean. */
export class Target {
  readonly id: string;
  readonly name: string;
  readonly siteUrl: string;
  readonly policy: Policy;
  readonly gate: SiteGate;
  private readonly suspects: Suspects;
  private readonly contenders: Contenders;
  private readonly batches: Coalescer<Operation, OperationResult>;

  constructor(private readonly options: TargetOptions) {
    const { id, name, siteUrl, policy, site, onChange, pausedProbes, quarantinedProbes } = options;
    this.suspects = new Suspects(options.userBackoff);
    this.contenders = new Contenders(options.holderPatienceMs);
    this.id = id;
    this.name = name;
    this.siteUrl = siteUrl;
    this.policy = policy;
    this.gate = new SiteGate({ status: () => site.status(), onChange, pausedProbes, quarantinedProbes });
    const request = (operations: readonly Operation[]) => this.request(operations);
    this.batches = new Coalescer(request, { slots: IN_FLIGHT, size: BATCH });
  }

  /** Brings an operation to the site, together with others that wait; never throws for what a site can do. */
  async send(operation: Operation, urgent: boolean): Promise<NextStep> {
    const { scimId } = operation;
    if (!(await this.gate.pass(this.options.patienceMs ?? PATIENCE))) return this.closed();
    let result: OperationResult;
    try {
      result = await this.batches.submit(operation, { urgent, share: this.suspects.share(scimId) });
    } catch (error) {
      if (!(error instanceof BatchError)) throw error;
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
    await this.options.site.close();
  }

  /** A refusal doesn't count yet while the one who has what is wanted may be about to give it up. */
  private unlessHeld(scimId: string, step: NextStep): NextStep {
    if (step.kind === 'rejected' && step.holder !== undefined) {
      const afterMs = this.contenders.wait(scimId);
      if (afterMs !== undefined) return { kind: 'transient', scope: 'user', reason: step.message, afterMs };
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

  private async request(operations: readonly Operation[]): Promise<readonly OperationResult[]> {
    batchSize.observe({ target: this.id }, operations.length);
    const stopTimer = batchDuration.startTimer({ target: this.id });
    try {
      const results = await this.options.site.batch(operations);
      this.gate.worked();
      return results;
    } catch (error) {
      const fault = error instanceof SiteError ? error : new SiteError('transient', 'unexpected', String(error));
      const step = nextStep({ fault });
      const state = step.kind === 'misconfigured' ? 'quarantined' : 'paused';
      this.gate.shut(state, fault.message, fault.retryAfterMs);
      throw new BatchError(fault, operations.length);
    } finally {
      stopTimer();
    }
  }
}

const givenUp = (message: string): NextStep => ({ kind: 'rejected', code: 'site_fault', message });
