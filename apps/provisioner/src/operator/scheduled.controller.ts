import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { type ScheduledDeletion, type ScheduledUser, ScheduleService } from '../schedule/schedule.service.js';
import { anId, checked, valueOf } from './answers.js';
import { cursorAfter, readCursor, ScheduledQuery } from './scheduled-query.js';

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning/scheduled')
@UseGuards(OperatorGuard)
export class ScheduledController {
  constructor(private readonly schedule: ScheduleService) {}

  @Get()
  @ApiOperation({ summary: 'Accounts that are to be deleted on their day, unless the user comes back; the next first' })
  async list(@Query(checked) query: ScheduledQuery): Promise<{ scheduled: ScheduledDeletion[]; next: string | null }> {
    const { targetId, after, limit } = query;
    const scheduled = await this.schedule.list({ targetId, limit, after: readCursor(after) });
    const last = scheduled.length === limit ? scheduled.at(-1) : undefined;
    return { scheduled, next: last === undefined ? null : cursorAfter(last) };
  }

  @Delete(':id')
  @Requires('operator')
  @ApiOperation({ summary: 'Cancel a deletion: the account stays, shut as it is' })
  async cancel(@Param('id', anId) id: number, @Req() request: FastifyRequest): Promise<ScheduledUser> {
    return valueOf(await this.schedule.cancel(operatorOrigin(request), id));
  }

  @Post(':id/run')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Delete the account now' })
  async run(@Param('id', anId) id: number, @Req() request: FastifyRequest): Promise<ScheduledUser> {
    return valueOf(await this.schedule.run(operatorOrigin(request), id));
  }
}
