import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { type Sampled, Sampler, suppressedWords } from '@usher/concurrency';
import { LooseOutbox } from '@usher/event-log';
import { encodeEvent, OPERATION_EVENT_TYPE, type OperationEventData, TOPICS } from '@usher/events';
import { addressBlock, sourceIpOf } from '@usher/service';
import { formatTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';
import { traceIdOf } from './operator-origin.js';
import type { Person, SignInFault } from './operator-sign-in.js';

export type RefusalCode = SignInFault | 'role_too_low';

interface Occurrence {
  at: Date;
  data: OperationEventData;
}

/** Of each reason, and address or person: few are enough to see that something goes on, and from where. */
const SAMPLING = { perWindow: 10, windowMs: 60_000, keys: 200 };
/** Milliseconds between looks for windows that are over. */
const PAUSE = 2_000;
const MAX_PATH = 200;
const UNKNOWN: Person = { actor: 'unknown', subject: 'unknown' };

const WORDS: Record<RefusalCode, string> = {
  no_token: 'The API of the operators was asked without a token',
  invalid_token: 'The API of the operators was asked with a token that is not valid',
  expired_token: 'The API of the operators was asked with a token that has expired',
  no_role: 'The API of the operators was asked by somebody who has no role in Usher',
  role_too_low: 'The API of the operators was asked for more than the role allows',
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

  /** @param more what the audit is to know beside the reason: the roles, say */
  refused(request: FastifyRequest, code: RefusalCode, person = UNKNOWN, more?: string): void {
    const at = new Date();
    const sourceIp = sourceIpOf(request);
    const asked = `${request.method} ${request.url.replace(/[?#].*$/s, '').slice(0, MAX_PATH)}`;
    const words = more === undefined ? WORDS[code] : `${WORDS[code]}: ${more}`;
    const data: OperationEventData = {
      ...{ connection: null, action: 'operator.refuse', status: 'rejected', code },
      ...{ detail: `${words} (${asked})`, target: null, user: null, changes: [] },
      origin: { sourceIp, tokenId: person.subject, actor: person.actor, traceId: traceIdOf(request) },
    };
    const key = `${code} ${person === UNKNOWN ? addressBlock(sourceIp) : person.subject}`;
    this.tell(this.sampler.take(key, { at, data }, at.getTime()));
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
