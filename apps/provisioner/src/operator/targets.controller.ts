import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Req, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { TargetRegistry } from '../targets/target.registry.js';
import { siteUrlOf } from '../targets/target-row.js';
import { type TargetEdit, TargetEdits } from '../targets/target-edits.js';
import { type Removed, TargetsService } from '../targets/targets.service.js';
import { checked, found, targetOf, valueOf } from './answers.js';
import { TargetLoads } from './target-loads.js';
import { completeSettings, versionOf } from './targets-answers.js';
import { CreateTargetRequest, UpdateTargetRequest } from './targets-requests.js';
import { type TargetDetails, targetDetails, type TargetSummary, targetView } from './targets-view.js';

/** A site, and how many users are brought to it because of the act. */
export type TargetAnswer = TargetDetails & { queued: number };

@ApiTags('targets')
@ApiBearerAuth()
@Controller('api/targets')
@UseGuards(OperatorGuard)
export class TargetsController {
  constructor(
    private readonly targets: TargetRegistry,
    private readonly service: TargetsService,
    private readonly edits: TargetEdits,
    private readonly loads: TargetLoads,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The connected sites, whether they serve, how much waits for each, and when it last did something',
  })
  async list(): Promise<{ targets: TargetSummary[] }> {
    const loads = await this.loads.all(this.targets.all().map(({ id }) => id));
    const views = this.targets.all().flatMap((target) => {
      const definition = this.targets.definition(target.id);
      const load = loads.get(target.id);
      return definition === undefined || load === undefined ? [] : [{ ...targetView(target, definition), ...load }];
    });
    return { targets: views };
  }

  @Post()
  @ApiOperation({ summary: 'Connect a site; the users of its connection are brought to it' })
  async create(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body(checked) body: CreateTargetRequest,
  ): Promise<TargetAnswer> {
    const { id, name, connection, username, applicationPassword, paused = false } = body;
    const settings = completeSettings(body.settings);
    const given = { id, name: name.trim(), connection, username, applicationPassword, paused, settings };
    const siteUrl = siteUrlOf(body.siteUrl) ?? body.siteUrl;
    const made = valueOf(await this.service.create(operatorOrigin(request), { ...given, siteUrl }));
    return { ...(await this.view(made.id, reply)), queued: made.queued };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One site with its settings; never its application password' })
  get(@Param('id') id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<TargetDetails> {
    return this.view(id, reply);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change what is given; the settings have an address of their own' })
  async update(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
    @Body(checked) body: UpdateTargetRequest,
  ): Promise<TargetAnswer> {
    const version = versionOf(request, body.version);
    const { queued } = valueOf(await this.edits.update(operatorOrigin(request), this.known(id), editOf(body), version));
    return { ...(await this.view(id, reply)), queued };
  }

  @Delete(':id')
  @HttpCode(200)
  @ApiOperation({ summary: 'Disconnect a site: its accounts stay as they are, and what waits for it is dropped' })
  async remove(@Req() request: FastifyRequest, @Param('id') id: string): Promise<Removed & { message: string }> {
    const removed = valueOf(await this.service.remove(operatorOrigin(request), this.known(id)));
    const message =
      `The site is no longer connected. ${removed.accounts} accounts stay in WordPress as they are, and nobody changes ` +
      'or shuts them any more.';
    return { ...removed, message };
  }

  @Post(':id/pause')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Leave the site alone: users wait, leavers included' })
  pause(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<TargetDetails> {
    return this.setPaused(request, reply, id, true);
  }

  @Post(':id/resume')
  @Requires('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on with what waits' })
  resume(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Param('id') id: string,
  ): Promise<TargetDetails> {
    return this.setPaused(request, reply, id, false);
  }

  private async setPaused(request: FastifyRequest, reply: FastifyReply, id: string, paused: boolean) {
    valueOf(await this.service.setPaused(operatorOrigin(request), this.known(id), paused));
    return this.view(id, reply);
  }

  /** What can't be an id isn't asked for: PostgreSQL refuses a NUL, too. */
  private known(id: string): string {
    targetOf(this.targets, id);
    return id;
  }

  private async view(id: string, reply: FastifyReply): Promise<TargetDetails> {
    const load = await this.loads.of(this.known(id));
    const target = targetOf(this.targets, id);
    const definition = found(this.targets.definition(id), `target "${id}"`);
    reply.header('etag', `"${definition.row.version}"`);
    return targetDetails(target, definition, load);
  }
}

/** Only what was given. */
function editOf({ name, connection, siteUrl, username, applicationPassword }: UpdateTargetRequest): TargetEdit {
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(connection !== undefined && { connection }),
    ...(siteUrl !== undefined && { siteUrl: siteUrlOf(siteUrl) ?? siteUrl }),
    ...(username !== undefined && { username }),
    ...(applicationPassword !== undefined && { applicationPassword }),
  };
}
