import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type Sampled, Sampler, suppressedWords } from '@usher/concurrency';
import { LooseOutbox, OutboxSignal } from '@usher/event-log';
import { poolOf } from '@usher/persistence';
import { addressBlock } from '@usher/service';
import type { ScimError } from '@usher/scim';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { INGRESS_DATABASE } from '../../database.js';
import type { Refusal } from '../admission.js';
import type { Caller } from '../credential.js';
import { operationEvent } from '../operation-events.js';
import { isWorthRecording, type Occurrence, refusedAccess, rejectedRequest, rejectionCode } from './occurrence.js';

const MINUTE = 60_000;
/** Of strangers: few are enough to see that something goes on, and from where. */
const ACCESS = { perWindow: 10, windowMs: MINUTE, keys: 200 };
/** Of identity providers that are let in: each tells of a person who isn't provisioned. */
const REQUESTS = { perWindow: 60, windowMs: MINUTE, keys: 200 };

/** Milliseconds between looks for windows that are over. */
const PAUSE = 2_000;

/**
 * Tells the audit of requests that weren't granted: apart from the answer, in batches, and so many of a kind a minute at
 * most; of the others their number. Whoever floods the service with requests floods neither database nor audit.
 */
@Injectable()
export class Refusals implements OnModuleInit {
  private readonly logger = new Logger('Refusals');
  private readonly access = new Sampler<Occurrence>(ACCESS);
  private readonly requests = new Sampler<Occurrence>(REQUESTS);
  private readonly outbox: LooseOutbox;
  private sweeping: NodeJS.Timeout | undefined;

  constructor(@Inject(INGRESS_DATABASE) dataSource: DataSource, signal: OutboxSignal) {
    this.outbox = new LooseOutbox(poolOf(dataSource), signal, (events, error) =>
      this.logger.warn(`${events} refused requests are not told to the audit yet: ${String(error)}`),
    );
  }

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
    await this.outbox.close();
  }

  private sweep(now: number): void {
    for (const sampled of [...this.access.sweep(now), ...this.requests.sweep(now)]) this.add(sampled);
  }

  private add(sampled: Sampled<Occurrence> | undefined): void {
    if (sampled === undefined) return;
    const { item, suppressed } = sampled;
    const { operation, origin, at } = item;
    const detail = `${operation.detail}${suppressedWords(suppressed)}`;
    this.outbox.add(operationEvent({ ...operation, detail }, origin, at));
  }
}
