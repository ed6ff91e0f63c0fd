import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { Acts, refused } from '../jobs/acts.js';
import type { JobView } from '../jobs/job.repository.js';
import { JobStarter } from '../jobs/job-starter.js';
import { TARGET_SOURCE, type TargetSource } from '../jobs/target-source.js';
import { DriftRepository, type DriftView } from '../reconcile/drift.repository.js';
import type { RepairOptions } from '../reconcile/repair.job.js';
import { checked, targetOf, valueOf } from './answers.js';
import { DismissRequest, DriftQuery, ReconcileRequest, RepairRequest } from './drift-requests.js';

export interface DriftPage {
  findings: DriftView[];
  /** `after` of the next page; null on the last. */
  next: number | null;
  /** Findings that aren't closed, of the whole site. */
  counts: { group: string; state: string; count: number }[];
}

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets/:target')
@UseGuards(OperatorGuard)
export class DriftController {
  constructor(
    @Inject(TARGET_SOURCE) private readonly targets: TargetSource,
    private readonly starter: JobStarter,
    private readonly drift: DriftRepository,
    private readonly acts: Acts,
  ) {}

  @Post('reconcile')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Compare the site with the directory; what is done about differences is in the settings' })
  async reconcile(
    @Req() request: FastifyRequest,
    @Param('target') targetId: string,
    @Body(checked) { mode = 'policy' }: ReconcileRequest,
  ): Promise<JobView> {
    const origin = operatorOrigin(request);
    return valueOf(await this.starter.start({ targetId, kind: 'reconcile', options: { mode }, origin }));
  }

  @Get('drift')
  @ApiOperation({ summary: 'How the site differs from what the directory wants, by the last comparison' })
  async list(@Param('target') id: string, @Query(checked) query: DriftQuery): Promise<DriftPage> {
    const { id: targetId } = targetOf(this.targets, id);
    const [findings, counts] = await Promise.all([
      this.drift.list({ ...query, targetId }),
      this.drift.counts(targetId),
    ]);
    const next = findings.length < query.limit ? null : (findings.at(-1)?.id ?? null);
    return { findings, next, counts };
  }

  @Post('drift/repair')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Put findings right: those given, or all that are open or wait for a word' })
  async repair(
    @Req() request: FastifyRequest,
    @Param('target') targetId: string,
    @Body(checked) { ids, all = false, groups }: RepairRequest,
  ): Promise<JobView> {
    if ((ids === undefined) === !all) return valueOf(refused(400, 'Give either "ids" of findings, or "all": true.'));
    const options: RepairOptions = { ids: ids ?? null, groups: groups ?? null };
    const origin = operatorOrigin(request);
    const more = ids === undefined ? 'All findings.' : `${ids.length} findings.`;
    return valueOf(await this.starter.start({ targetId, kind: 'repair', options, origin }, more));
  }

  @Post('drift/dismiss')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave these as they are, and say no more of them while they stay the same' })
  async dismiss(
    @Req() request: FastifyRequest,
    @Param('target') id: string,
    @Body(checked) { ids }: DismissRequest,
  ): Promise<{ dismissed: number }> {
    const target = targetOf(this.targets, id);
    const answer = await this.acts.perform(operatorOrigin(request), async (client) => {
      const dismissed = await this.drift.dismiss(client, target.id, ids);
      const act = { action: 'drift.dismiss', detail: `${dismissed} findings stay as they are.`, target };
      return { ok: true, value: { answer: { dismissed }, act: dismissed === 0 ? null : act } };
    });
    return valueOf(answer);
  }
}
