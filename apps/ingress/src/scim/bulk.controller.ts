import { Controller, HttpCode, Post, Req, Res, UseFilters } from '@nestjs/common';
import { BULK_RESPONSE_SCHEMA, type JsonObject, parseBulk, scimErrorBody } from '@usher/scim';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BulkService, type BulkOutcome } from '../directory/bulk.service.js';
import type { Cause } from '../directory/cause.js';
import { AwaitedAnswer } from './awaited-answer.js';
import { ifMatch, versionOf } from './preconditions.js';
import { sendJson } from './reply.js';
import { baseUrlOf, callerOf, causeOf, dialectsOf } from './request-context.js';
import { locationOf } from './resource-text.js';
import { sendScimError } from './scim-error.js';
import { ScimErrorFilter } from './scim-error.filter.js';

/** Many operations in one request (RFC 7644 section 3.7). */
@Controller('scim/v2/Bulk')
@UseFilters(ScimErrorFilter)
export class BulkController {
  constructor(
    private readonly bulk: BulkService,
    private readonly awaited: AwaitedAnswer,
  ) {}

  @Post()
  @HttpCode(200)
  async run(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const dialects = dialectsOf(request);
    const parsed = parseBulk(request.body, dialects.user.leniencies);
    if (!parsed.ok) return sendScimError(reply, parsed.error);
    const check = (version: string | null) => ifMatch(version ?? undefined);
    const cause = causeOf(request);
    const done = await this.bulk.run(cause, dialects, parsed.value, check);
    const outcomes = await this.settled(request, reply, cause, done);
    for (const { error } of outcomes) {
      if (error) reply.server.scimRefusals?.rejected(request, error, callerOf(request), false);
    }
    const baseUrl = baseUrlOf(request);
    sendJson(reply, {
      schemas: [BULK_RESPONSE_SCHEMA],
      Operations: outcomes.map((outcome) => answerOf(outcome, baseUrl)),
    });
  }

  /** Waits once for all operations together; what a site refuses is the outcome of its operation. */
  private async settled(
    request: FastifyRequest,
    reply: FastifyReply,
    cause: Cause,
    outcomes: BulkOutcome[],
  ): Promise<BulkOutcome[]> {
    const changes = outcomes.flatMap(({ awaiting }) => awaiting);
    const verdicts = await this.awaited.of(request, reply, cause, changes);
    const verdictOn = new Map(changes.map((change, at) => [change, verdicts[at]]));
    return outcomes.map((outcome) => {
      const [change] = outcome.awaiting;
      const verdict = change && verdictOn.get(change);
      if (verdict?.state !== 'refused') return outcome;
      const id = change?.kind === 'create' ? null : outcome.id;
      return { ...outcome, id, revision: null, status: verdict.error.status, error: verdict.error };
    });
  }
}

function answerOf({ operation, id, revision, status, error }: BulkOutcome, baseUrl: string): JsonObject {
  return {
    method: operation.method,
    ...(operation.bulkId !== null && { bulkId: operation.bulkId }),
    ...(id !== null && { location: locationOf(operation.type, id, baseUrl) }),
    ...(revision !== null && { version: versionOf(revision) }),
    status: String(status),
    ...(error && { response: { ...scimErrorBody(error) } }),
  };
}
