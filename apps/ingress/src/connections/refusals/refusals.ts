import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { appendToOutbox, OutboxSignal } from '@usher/event-log';
import type { EventMessage } from '@usher/events';
import { poolOf } from '@usher/persistence';
import type { ScimError } from '@usher/scim';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { INGRESS_DATABASE } from '../../database.js';
import type { Refusal } from '../admission.js';
import type { Caller } from '../credential.js';
import { operationEvent } from '../operation-events.js';
import { isWorthRecording, type Occurrence, refusedAccess, rejectedRequest, rejectionCode } from './occurrence.js';
import { addressBlock } from './address-block.js';
import { type Sampled, Sampler } from './sampler.js';

const MINUTE = 60_000;
/** Of strangers: few are enough to see that something goes on, and from where. */
const ACCESS = { perWindow: 10, windowMs: MINUTE, keys: 200 };
/** Of identity providers that are let in: each tells of a person who isn't provisioned. */
const REQUESTS = { perWindow: 60, windowMs: MINUTE, keys: 200 };

/** Milliseconds for which events gather. */
const GATHER = 250;
/** Milliseconds until a write that failed is tried again, and between looks for windows that are over. */
const PAUSE = 2_000;
/** Events that wait for the database at most. */
const WAITING = 1_000;

/**
 * Tells the audit of requests that weren't granted: apart from the answer, in batches, and so many of a kind a minute at
 * most; of the others their number. Whoever floods the service with requests floods neither database nor audit.
 */
@Injectable()
export class Refusals implements OnModuleInit {
  private readonly logger = new Logger('Refusals');
  private readonly access = new Sampler<Occurrence>(ACCESS);
  private readonly requests = new Sampler<Occurrence>(REQUESTS);
  private waiting: EventMessage[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private sweeping: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(INGRESS_DATABASE) private readonly dataSource: DataSource,
    private readonly signal: OutboxSignal,
  ) {}

  onModuleInit(): void {
    this.sweeping = setInterval(() => this.sweep(Date.now()), PAUSE);
    this.sweeping.unref();
  }

  /** A request that wasn't let in. */
  refused(request: FastifyRequest, refusal: Refusal, caller: Caller | null): void {
    const occurrence = refusedAccess(request, refusal, caller);
    const key = `${refusal.code} ${addressBlock(occurrence.origin.sourceIp)}`;
    this.add(this.access.take(key, occurrence, occurrence.at.getTime()));
  }

  /** A request, or an operation of a bulk request, that was let in and not carried out. */
  rejected(request: FastifyRequest, error: ScimError, caller: Caller, reads: boolean): void {
    if (!isWorthRecording(error.status, reads)) return;
    const occurrence = rejectedRequest(request, error, caller);
    const key = `${rejectionCode(error)} ${caller.tokenId} ${addressBlock(occurrence.origin.sourceIp)}`;
    this.add(this.requests.take(key, occurrence, occurrence.at.getTime()));
  }

  /** Writes all there is. Call it when the last request is answered. */
  async close(): Promise<void> {
    clearInterval(this.sweeping);
    this.sweep(Infinity);
    clearTimeout(this.gathering);
    await this.writing;
    if (this.waiting.length > 0) await this.write();
    clearTimeout(this.gathering);
  }

  private sweep(now: number): void {
    for (const sampled of [...this.access.sweep(now), ...this.requests.sweep(now)]) this.add(sampled);
  }

  private add(sampled: Sampled<Occurrence> | undefined): void {
    if (sampled === undefined || this.waiting.length >= WAITING) return;
    const { item, suppressed } = sampled;
    const { operation, origin, at } = item;
    const more = suppressed === 0 ? '' : `; ${suppressed} more like it within a minute are not told one by one`;
    this.waiting.push(operationEvent({ ...operation, detail: `${operation.detail}${more}` }, origin, at));
    this.writeAfter(GATHER);
  }

  private writeAfter(pause: number): void {
    this.gathering ??= setTimeout(() => {
      this.gathering = undefined;
      this.writing = this.writing.then(() => this.write());
    }, pause).unref();
  }

  private async write(): Promise<void> {
    const batch = this.waiting;
    this.waiting = [];
    try {
      await appendToOutbox(poolOf(this.dataSource), batch);
      this.signal.wake();
    } catch (error) {
      this.logger.warn(`${batch.length} refused requests are not told to the audit yet: ${String(error)}`);
      this.waiting = [...batch, ...this.waiting].slice(0, WAITING);
      this.writeAfter(PAUSE);
    }
  }
}
