import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  HttpCode,
  Inject,
  Logger,
  Param,
  Post,
  Req,
  StreamableFile,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { Policy } from '@usher/provisioning';
import type { FastifyRequest } from 'fastify';
import { type Answer, refused } from '../jobs/acts.js';
import { type JobTarget, TARGET_SOURCE, type TargetSource } from '../jobs/target-source.js';
import { LinkStore } from '../links/link.store.js';
import { Directory, type KnownUser } from '../reconcile/directory.js';
import { explain, type Explanation } from '../rehearse/explain.js';
import { explainAll } from '../rehearse/explain-all.js';
import { History } from '../rehearse/history.js';
import { ndjson } from '../rehearse/ndjson.js';
import { ProvisionNow, type Provisioned } from '../rehearse/provision-now.js';
import { rehearse } from '../rehearse/rehearse.js';
import { checked, targetOf, valueOf } from './answers.js';
import { ExplainAllRequest, ExplainRequest, ProvisionRequest, RehearseRequest } from './explain-requests.js';
import { knownUser } from './known-user.js';
import { policyOf as draftOf } from './targets-answers.js';

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets/:target')
@UseGuards(OperatorGuard)
export class ExplainController {
  private readonly logger = new Logger('Explain');

  constructor(
    @Inject(TARGET_SOURCE) private readonly targets: TargetSource,
    private readonly directory: Directory,
    private readonly history: History,
    private readonly provisionNow: ProvisionNow,
    private readonly links: LinkStore,
  ) {}

  @Post('explain')
  @Requires('viewer')
  @HttpCode(200)
  @ApiOperation({ summary: 'What would be done about one user, step by step; changes nothing' })
  async explain(@Param('target') id: string, @Body(checked) body: ExplainRequest): Promise<Explanation> {
    const target = targetOf(this.targets, id);
    const policy = policyOf(target, body.settings);
    return explain(valueOf(await this.userOf(target, body)), target, policy, this.links);
  }

  @Post('explain-all')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'What would be done about every user: one JSON object a line, the last one a summary' })
  explainAll(@Param('target') id: string, @Body(checked) body: ExplainAllRequest): StreamableFile {
    const target = targetOf(this.targets, id);
    return this.stream(explainAll(this.directory, target, policyOf(target, body.settings)));
  }

  @Post('rehearse')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Which events of a time other settings would treat otherwise: one JSON object a line, the last one a summary',
  })
  rehearse(@Param('target') id: string, @Body(checked) body: RehearseRequest): StreamableFile {
    const target = targetOf(this.targets, id);
    const candidate = policyOf(target, body.settings);
    const { from, to = new Date() } = body;
    if (from >= to) return valueOf(refused(400, '"from" must be before "to".'));
    return this.stream(rehearse(this.history, target, { from, to, current: target.policy, candidate }));
  }

  @Post('provision')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Apply the latest state of one user now, and wait up to 30 seconds for what comes of it' })
  async provision(
    @Req() request: FastifyRequest,
    @Param('target') id: string,
    @Body(checked) body: ProvisionRequest,
  ): Promise<Provisioned> {
    const target = targetOf(this.targets, id);
    const user = valueOf(await this.userOf(target, body));
    return valueOf(await this.provisionNow.run(target, user, operatorOrigin(request)));
  }

  private userOf({ id: targetId, connection, name }: JobTarget, body: ProvisionRequest): Promise<Answer<KnownUser>> {
    return knownUser(this.directory, { targetId, connection, name }, body);
  }

  private stream(lines: AsyncGenerator<object>): StreamableFile {
    const failed = (error: unknown): void => this.logger.error(String(error));
    return new StreamableFile(Readable.from(ndjson(lines, failed)), { type: 'application/x-ndjson' });
  }
}

/** @throws {HttpException} 400 with every error of the settings */
function policyOf(target: JobTarget, settings: object | undefined): Policy {
  return settings === undefined ? target.policy : draftOf(settings);
}
