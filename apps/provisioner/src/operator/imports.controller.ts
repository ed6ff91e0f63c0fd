import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import type { ImportOptions } from '../imports/import.job.js';
import { type AccountsPage, ImportPreview } from '../imports/import-preview.js';
import { type Answer, refused } from '../jobs/acts.js';
import type { JobView } from '../jobs/job.repository.js';
import { JobStarter } from '../jobs/job-starter.js';
import { TARGET_SOURCE, type TargetSource } from '../jobs/target-source.js';
import { Directory } from '../reconcile/directory.js';
import { checked, targetOf, valueOf } from './answers.js';
import { askingSite } from './asking-site.js';
import { AccountsRequest, ImportRequest } from './imports-requests.js';

/** Where nobody has told of anybody yet. */
const FIRST_CONNECTION = 'default';

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets/:target')
@UseGuards(OperatorGuard)
export class ImportsController {
  constructor(
    @Inject(TARGET_SOURCE) private readonly targets: TargetSource,
    private readonly preview: ImportPreview,
    private readonly directory: Directory,
    private readonly starter: JobStarter,
  ) {}

  @Get('accounts')
  @ApiOperation({ summary: 'The accounts of the site, and whose of the directory they are or may be' })
  accounts(@Param('target') id: string, @Query(checked) query: AccountsRequest): Promise<AccountsPage> {
    const target = targetOf(this.targets, id);
    const { after, limit, linked } = query;
    return askingSite(() =>
      this.preview.page(target, { after, limit, ...(linked !== undefined && { linked: linked === 'true' }) }),
    );
  }

  @Post('import')
  @HttpCode(202)
  @ApiOperation({ summary: "Bring accounts into the directory: those given, or all that are nobody's" })
  async import(
    @Req() request: FastifyRequest,
    @Param('target') targetId: string,
    @Body(checked) { accounts, all = false, connection }: ImportRequest,
  ): Promise<JobView> {
    if ((accounts === undefined) === !all)
      return valueOf(refused(400, 'Give either "accounts", a list of WordPress ids, or "all": true.'));
    const into = valueOf(await this.connectionOf(targetOf(this.targets, targetId).connection, connection));
    const options: ImportOptions = {
      accounts: accounts === undefined ? null : [...new Set(accounts)],
      connection: into,
    };
    const origin = operatorOrigin(request);
    const more = accounts === undefined ? "All that are nobody's." : `${accounts.length} chosen.`;
    return valueOf(await this.starter.start({ targetId, kind: 'import', options, origin }, more));
  }

  /** A site that several connections feed needs to be told whose directory the accounts go into. */
  private async connectionOf(feeding: string, asked: string | undefined): Promise<Answer<string>> {
    if (feeding !== '*') {
      if (asked === undefined || asked === feeding) return { ok: true, value: feeding };
      return refused(
        400,
        `This site is fed by the connection "${feeding}", so accounts can go into its directory only.`,
      );
    }
    if (asked !== undefined) return { ok: true, value: asked };
    const known = await this.directory.connections();
    if (known.length <= 1) return { ok: true, value: known[0] ?? FIRST_CONNECTION };
    const names = known.map((name) => `"${name}"`).join(', ');
    return refused(
      400,
      `Several connections feed this site: say into whose directory ("connection"), one of ${names}.`,
    );
  }
}
