import { BadRequestException, Body, Controller, Get, HttpCode, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { ApprovalsService, type Chosen, type HeldDeparture } from '../approvals/approvals.service.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { checked, targetOf, valueOf } from './answers.js';
import { ApprovalsQuery, ApprovalsRequest } from './approvals-requests.js';

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning/approvals')
@UseGuards(OperatorGuard)
export class ApprovalsController {
  constructor(
    private readonly approvals: ApprovalsService,
    private readonly targets: TargetRegistry,
  ) {}

  @Get()
  @ApiOperation({ summary: "Departures that wait for approval because the site's budget is spent; oldest first" })
  async list(@Query(checked) query: ApprovalsQuery): Promise<{ approvals: HeldDeparture[]; next: number | null }> {
    const approvals = await this.approvals.list(query);
    const last = approvals.length === query.limit ? approvals.at(-1) : undefined;
    return { approvals, next: last?.id ?? null };
  }

  @Post('approve')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let departures go: accounts are shut or deleted as the policy says, at once' })
  async approve(@Body(checked) body: ApprovalsRequest, @Req() request: FastifyRequest): Promise<{ approved: number }> {
    const target = targetOf(this.targets, body.targetId);
    return valueOf(await this.approvals.approve(operatorOrigin(request), target, chosenOf(body)));
  }

  @Post('refuse')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Keep the accounts open; the next change of such a user, or a resync, asks again' })
  async refuse(@Body(checked) body: ApprovalsRequest, @Req() request: FastifyRequest): Promise<{ refused: number }> {
    const target = targetOf(this.targets, body.targetId);
    return valueOf(await this.approvals.refuse(operatorOrigin(request), target, chosenOf(body)));
  }
}

function chosenOf({ ids, all }: ApprovalsRequest): Chosen {
  if (ids !== undefined && all === true) throw new BadRequestException('Give either ids, or all: true');
  return ids ?? 'all';
}
