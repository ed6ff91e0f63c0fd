import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AwaitedChange, Cause } from '../directory/cause.js';
import { AppliedAnswers } from '../settlements/applied-answers.js';
import { overall, type SitesVerdict } from '../settlements/verdict.js';
import { callerOf } from './request-context.js';

/** Says how far a change of users has come: `applied`, `pending` or `skipped`; not there where nobody waited. */
const PROVISIONING_HEADER = 'usher-provisioning';

/** Makes answers wait for the sites, for connections that want it; for all others it does nothing. */
@Injectable()
export class AwaitedAnswer {
  constructor(private readonly answers: AppliedAnswers) {}

  /** @returns what the sites made of each change; the header of the answer is set by it */
  async of(
    request: FastifyRequest,
    reply: FastifyReply,
    cause: Cause,
    changes: readonly AwaitedChange[],
  ): Promise<SitesVerdict[]> {
    if (changes.length === 0) return [];
    const { answer } = callerOf(request);
    const verdicts = await this.answers.settle(cause, changes, answer.timeoutSeconds, disconnectionOf(reply));
    const state = overall(verdicts);
    if (state !== null) void reply.header(PROVISIONING_HEADER, state);
    return verdicts;
  }
}

/** Raised when nobody reads the answer any more. */
function disconnectionOf({ raw }: FastifyReply): AbortSignal {
  if (raw.destroyed) return AbortSignal.abort();
  const gone = new AbortController();
  raw.once('close', () => gone.abort());
  return gone.signal;
}
