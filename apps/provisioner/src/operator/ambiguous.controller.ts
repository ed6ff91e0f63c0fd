import {
  BadRequestException,
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { AmbiguousService, type AmbiguousUser } from '../approvals/ambiguous.service.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { AmbiguousQuery, ChoiceRequest } from './ambiguous-requests.js';
import { aScimId, checked, targetOf, valueOf } from './answers.js';

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning/ambiguous')
@UseGuards(OperatorGuard)
export class AmbiguousController {
  constructor(
    private readonly ambiguous: AmbiguousService,
    private readonly targets: TargetRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Users who could have one of several accounts, and wait for you to say which' })
  async list(@Query(checked) query: AmbiguousQuery): Promise<{ ambiguous: AmbiguousUser[]; next: string | null }> {
    const { targetId, after, limit } = query;
    const [, afterTarget, afterUser] = /^([^/]+)\/(.+)$/.exec(after ?? '') ?? [];
    const place = afterTarget === undefined ? undefined : { targetId: afterTarget, scimId: afterUser ?? '' };
    const ambiguous = await this.ambiguous.list({ targetId, limit, after: place });
    const last = ambiguous.length === limit ? ambiguous.at(-1) : undefined;
    return { ambiguous, next: last === undefined ? null : `${last.targetId}/${last.scimId}` };
  }

  @Post(':targetId/:scimId')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Say which account the user has, or that a new one is to be made' })
  async choose(
    @Param('targetId') targetId: string,
    @Param('scimId', aScimId) scimId: string,
    @Body(checked) { wordpressId, new: fresh }: ChoiceRequest,
    @Req() request: FastifyRequest,
  ): Promise<{ queued: number }> {
    const target = targetOf(this.targets, targetId);
    if (wordpressId !== undefined && fresh === true) {
      throw new BadRequestException('Give either wordpressId, the number of one of the accounts, or new: true');
    }
    const chosen = wordpressId === undefined ? 'new' : { wordpressId };
    return valueOf(await this.ambiguous.choose(operatorOrigin(request), target, scimId, chosen));
  }
}
