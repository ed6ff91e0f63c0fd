import { Body, Controller, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, Requires } from '@usher/operator-auth';
import type { SiteStatus } from '@usher/wordpress';
import type { Finding } from '../targets/check/finding.js';
import { findingsOf } from '../targets/check/findings.js';
import { inspect } from '../targets/check/inspect.js';
import { siteUrlOf } from '../targets/target-row.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { siteWith } from '../targets/target-site.js';
import { checked, found, targetOf } from './answers.js';
import { policyOf } from './targets-answers.js';
import { CheckTargetRequest } from './targets-requests.js';
import { type TargetView, targetView } from './targets-view.js';

/** Somebody waits for the answer. */
const TIMEOUT = 20_000;

export interface CheckAnswer {
  /** No finding is an error. */
  ok: boolean;
  /** What the site says of itself; null when it doesn't. */
  status: SiteStatus | null;
  /** The gravest first. */
  findings: Finding[];
}

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets')
@UseGuards(OperatorGuard)
export class TargetsCheckController {
  constructor(private readonly targets: TargetRegistry) {}

  @Post('check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Look at a site that isn’t connected yet; nothing is kept' })
  async checkBefore(@Body(checked) body: CheckTargetRequest): Promise<CheckAnswer> {
    const policy = policyOf(body.settings);
    const siteUrl = siteUrlOf(body.siteUrl) ?? body.siteUrl;
    const { username, applicationPassword } = body;
    const site = siteWith(siteUrl, { ok: true, username, applicationPassword }, TIMEOUT);
    try {
      const inspection = await inspect(site, policy);
      return answerOf(inspection.status, findingsOf(siteUrl, policy, inspection));
    } finally {
      await site.close();
    }
  }

  @Post(':id/check')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask the site now; a paused or quarantined one that serves again goes on at once' })
  async check(@Param('id') id: string): Promise<TargetView & CheckAnswer> {
    const target = targetOf(this.targets, id);
    const { site, policy } = target;
    const status = site.status();
    // The gate opens or closes by the same answer.
    const [inspection] = await Promise.all([inspect(site, policy, status), target.gate.check(status)]);
    const definition = found(this.targets.definition(id), `target "${id}"`);
    const findings = findingsOf(target.siteUrl, policy, inspection);
    return { ...targetView(target, definition), ...answerOf(inspection.status, findings) };
  }
}

function answerOf(status: SiteStatus | null, findings: Finding[]): CheckAnswer {
  return { ok: findings.every(({ severity }) => severity !== 'error'), status, findings };
}
