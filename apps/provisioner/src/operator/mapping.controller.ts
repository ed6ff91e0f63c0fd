import { Body, Controller, Get, HttpCode, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, Requires } from '@usher/operator-auth';
import { Directory } from '../reconcile/directory.js';
import type { Explanation } from '../rehearse/explain.js';
import { preview } from '../rehearse/preview.js';
import { SampleQueries } from '../rehearse/sample.js';
import { type SourcePath, sourcePaths } from '../rehearse/sources.js';
import { EVERY_CONNECTION } from '../targets/target-row.js';
import { TargetRegistry } from '../targets/target.registry.js';
import { checked, targetOf, valueOf } from './answers.js';
import { knownUser } from './known-user.js';
import { type MappingFields, mappingFields } from './mapping-fields.js';
import { FieldsQuery, PreviewRequest, SourcesQuery } from './mapping-requests.js';
import { policyOf } from './targets-answers.js';

/** What an editor of settings asks, also before there is a site. */
@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets')
@UseGuards(OperatorGuard)
export class MappingController {
  constructor(
    private readonly targets: TargetRegistry,
    private readonly directory: Directory,
    private readonly sample: SampleQueries,
  ) {}

  @Post('preview')
  @Requires('viewer')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'What these settings make of one user, step by step, for a site that has nothing of them yet; asks no site',
  })
  async preview(@Body(checked) body: PreviewRequest): Promise<Explanation> {
    const { connection, multisite = false } = body;
    const policy = policyOf(body.settings);
    const name = connection === EVERY_CONNECTION ? 'any connection' : connection;
    const user = valueOf(await knownUser(this.directory, { targetId: '', connection, name }, body));
    return preview(user, policy, multisite);
  }

  @Get('sources')
  @ApiOperation({
    summary: "The SCIM paths that a connection's users have, with a value of one of them, and those of the standard",
  })
  async sources(@Query(checked) { connection }: SourcesQuery): Promise<{ sources: SourcePath[]; sampled: number }> {
    const connections = connection === EVERY_CONNECTION ? await this.directory.connections() : [connection];
    const users = await this.sample.users(connections);
    return { sources: sourcePaths(users), sampled: users.length };
  }

  @Get('fields')
  @ApiOperation({ summary: 'The WordPress fields that a rule may write, and the roles and usermeta that sites have' })
  fields(@Query(checked) { target }: FieldsQuery): MappingFields {
    const targets = target === undefined ? this.targets.all() : [targetOf(this.targets, target)];
    const sites = targets.flatMap(({ id, gate }) => {
      const status = gate.report().lastStatus;
      return status === null ? [] : [{ id, status }];
    });
    return mappingFields(sites);
  }
}
