import { Body, Controller, HttpCode, Param, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { ReplayService } from '../approvals/replay.service.js';
import { anId, checked, valueOf } from './answers.js';
import { ReplayRequest } from './dead-letters-request.js';

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning/dead-letters')
@UseGuards(OperatorGuard)
export class DeadLettersController {
  constructor(private readonly replays: ReplayService) {}

  @Post('replay')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Try refused users again, with their latest state; who is waiting already is not added twice',
  })
  async replayAll(@Body(checked) body: ReplayRequest, @Req() request: FastifyRequest): Promise<{ queued: number }> {
    return valueOf(await this.replays.replay(operatorOrigin(request), body));
  }

  @Post(':id/replay')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Try one refused user again, with the latest state' })
  async replay(@Param('id', anId) id: number, @Req() request: FastifyRequest): Promise<{ queued: number }> {
    return valueOf(await this.replays.replay(operatorOrigin(request), { id }));
  }
}
