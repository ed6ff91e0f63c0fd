import { PassThrough } from 'node:stream';
import { Body, ConflictException, Controller, HttpCode, Logger, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EntryFilter } from '../query/filter.js';
import { badParameter, parameters } from '../query/parameters.js';
import { actorOf } from '../record/act.js';
import { IsConfirmation, IsFilter, IsReason } from './checks.js';
import { type Cleared, type ClearPreview, ClearService } from './clear.service.js';
import { type ConfirmationFault, FAULTS } from './confirmation.js';

export class ClearPreviewBody {
  @IsFilter()
  filter: EntryFilter;
}

export class ClearBody extends ClearPreviewBody {
  @IsConfirmation()
  confirmation: string;

  @IsReason()
  reason: string;
}

/** @throws {BadRequestException | ConflictException} */
export function refuse(fault: ConfirmationFault | 'busy'): never {
  if (fault === 'busy') throw new ConflictException('Entries are being taken out right now: try again in a while');
  throw badParameter('confirmation', FAULTS[fault]);
}

const NDJSON = 'application/x-ndjson';

@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/audit/clear')
@UseGuards(OperatorGuard)
export class ClearController {
  private readonly logger = new Logger('Audit');

  constructor(private readonly service: ClearService) {}

  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'How many entries a clearing would take out, and the confirmation that it needs' })
  preview(@Body(parameters) { filter }: ClearPreviewBody): Promise<ClearPreview> {
    return this.service.preview(filter);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take entries out for good; the act is recorded',
    description:
      'With `Accept: application/x-ndjson` it answers lines `{"cleared": n}` while it works, and `{"result": ...}` or ' +
      '`{"error": ...}` as the last; otherwise the result at the end. It goes on when the client leaves.',
  })
  async clear(
    @Body(parameters) body: ClearBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Cleared | PassThrough> {
    if (!(request.headers.accept ?? '').includes(NDJSON)) return this.finish(body, request, () => undefined);
    const fault = await this.service.check(body.filter, body.confirmation);
    if (fault !== undefined) refuse(fault);
    const lines = new PassThrough();
    const say = (line: object): void => void (lines.destroyed || lines.write(`${JSON.stringify(line)}\n`));
    lines.on('error', () => undefined);
    void this.finish(body, request, (cleared) => say({ cleared }))
      .then((result) => say({ result }))
      .catch((error: Error) => {
        // Whoever asked may have left: somebody is to know that it isn't done.
        if (!(error instanceof ConflictException)) this.logger.error(`the clearing broke off: ${error.message}`);
        say({ error: error.message });
      })
      .finally(() => lines.end());
    void reply.type(NDJSON);
    return lines;
  }

  private async finish(body: ClearBody, request: FastifyRequest, progress: (n: number) => void): Promise<Cleared> {
    const { filter, confirmation, reason } = body;
    const done = await this.service.clear({ filter, confirmation, reason, progress }, actorOf(request));
    return done.ok ? done.value : refuse(done.fault);
  }
}
