import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Sampled, Sampler, suppressedWords } from '@usher/concurrency';
import { LooseOutbox } from '@usher/event-log';
import { encodeEvent, OPERATION_EVENT_TYPE, type OperationEventData, TOPICS } from '@usher/events';
import { addressBlock, sourceIpOf } from '@usher/service';
import { formatTraceparent, newTraceId, parseTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';

export type RefusalCode = 'no_token' | 'invalid_token';

interface Occurrence {
  at: Date;
  data: OperationEventData;
}

/** Of each reason and address: few are enough to see that something goes on, and from where. */
const SAMPLING = { perWindow: 10, windowMs: 60_000, keys: 200 };
/** Milliseconds between looks for windows that are over. */
const PAUSE = 2_000;
const MAX_PATH = 200;

const WORDS: Record<RefusalCode, string> = {
  no_token: 'The API of the operators was asked without a token',
  invalid_token: 'The API of the operators was asked with a token that is not valid',
};

/**
 * Tells the audit of requests to an operators' API that weren't let in: apart from the answer, and so many of a kind a
 * minute at most; of the others their number. Of the token it keeps nothing.
 */
@Injectable()
export class OperatorRefusals implements OnModuleInit, BeforeApplicationShutdown {
  private readonly sampler = new Sampler<Occurrence>(SAMPLING);
  private sweeping: NodeJS.Timeout | undefined;

  constructor(private readonly outbox: LooseOutbox) {}

  onModuleInit(): void {
    this.sweeping = setInterval(() => this.sweep(Date.now()), PAUSE);
    this.sweeping.unref();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.sweeping);
    this.sweep(Infinity);
  }

  refused(request: FastifyRequest, code: RefusalCode): void {
    const at = new Date();
    const sourceIp = sourceIpOf(request);
    const asked = `${request.method} ${request.url.replace(/[?#].*$/s, '').slice(0, MAX_PATH)}`;
    const traceId = parseTraceparent(request.headers.traceparent)?.traceId ?? newTraceId();
    const data: OperationEventData = {
      ...{ connection: null, action: 'operator.refuse', status: 'rejected', code },
      ...{ detail: `${WORDS[code]} (${asked})`, target: null, user: null, changes: [] },
      origin: { sourceIp, tokenId: 'unknown', actor: 'unknown', traceId },
    };
    this.tell(this.sampler.take(`${code} ${addressBlock(sourceIp)}`, { at, data }, at.getTime()));
  }

  private sweep(now: number): void {
    for (const sampled of this.sampler.sweep(now)) this.tell(sampled);
  }

  private tell(sampled: Sampled<Occurrence> | undefined): void {
    if (sampled === undefined) return;
    const { data, at } = sampled.item;
    this.outbox.add(
      encodeEvent(TOPICS.operations, 'usher', {
        ...{ id: randomUUID(), type: OPERATION_EVENT_TYPE, source: '/usher/operators', time: at.toISOString() },
        traceparent: formatTraceparent(data.origin),
        data: { ...data, detail: `${data.detail}${suppressedWords(sampled.suppressed)}` },
      }),
    );
  }
}
