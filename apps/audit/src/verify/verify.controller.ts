import { Readable } from 'node:stream';
import { BadRequestException, Body, Controller, HttpCode, Post, Req, Res, UseGuards } from '@nestjs/common';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readKept } from './kept-checkpoints.js';
import {
  type BegunVerification,
  Verification,
  type VerificationLine,
  type VerificationRequest,
} from './verification.js';

const MAX_CHAIN = 256;

/** Proves the ledger, or names the first entry that is not as it was recorded. */
@UseGuards(OperatorGuard)
@Controller('api/audit/verify')
export class VerifyController {
  constructor(private readonly verification: Verification) {}

  /**
   * `{chain?, checkpoint?}`: a chain (else all), and what was kept of `GET /api/audit/chains`. Answers NDJSON: lines of
   * {@link Progress}, the last `{result}`.
   */
  @Post()
  @Requires('viewer')
  @HttpCode(200)
  async verify(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const begun = await this.verification.begin(readBody(body), operatorOrigin(request));
    // Whoever asked may go at any time; nobody would read on then.
    const end = (): void => void begun.rest.return();
    if (reply.raw.destroyed) return end();
    reply.raw.once('close', end);
    await reply.type('application/x-ndjson').send(Readable.from(asText(begun)));
  }
}

async function* asText({ first, rest }: BegunVerification): AsyncGenerator<string, void, void> {
  for (const line of first) yield textOf(line);
  for await (const line of rest) yield textOf(line);
}

const textOf = (line: VerificationLine): string => `${JSON.stringify(line)}\n`;

function readBody(body: unknown): VerificationRequest {
  const given = body ?? {};
  if (typeof given !== 'object' || Array.isArray(given))
    throw new BadRequestException('The body must be a JSON object');
  const { chain, checkpoint, ...others } = given as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new BadRequestException(`${other} is no field of this request`);
  if (
    chain !== undefined &&
    (typeof chain !== 'string' || chain === '' || chain.length > MAX_CHAIN || chain.includes('\0'))
  )
    throw new BadRequestException('chain must be the id of a connection, or -');
  const kept = checkpoint === undefined || checkpoint === null ? [] : readKept(checkpoint);
  if (kept === null)
    throw new BadRequestException('checkpoint must be what GET /api/audit/chains answered, or a checkpoint of it');
  return { chain, kept };
}
