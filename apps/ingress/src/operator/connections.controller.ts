import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin, Requires } from '@usher/operator-auth';
import { presetOf } from '@usher/scim';
import type { FastifyRequest } from 'fastify';
import type { Answer } from '../connections/answer.js';
import { type ConnectionDetails, ConnectionsQuery, type ConnectionSummary } from '../connections/connections.query.js';
import { type GivenSettings, ConnectionsService } from '../connections/connections.service.js';
import { type PresetGuide, presetGuide } from '../connections/preset-guide.js';
import { baseUrlOf } from '../scim/request-context.js';
import { anId, checked, found, valueOf } from './answers.js';
import {
  type AnswerRequest,
  CreateConnectionRequest,
  DeleteConnectionQuery,
  ListConnectionsQuery,
  UpdateConnectionRequest,
} from './connection-requests.js';

export interface ConnectionView extends ConnectionDetails {
  /** What to enter in the identity provider; the token tells which connection it is. */
  baseUrl: string;
  /** Where to enter it, for the connection's preset. */
  guide: PresetGuide;
}

@ApiTags('connections')
@ApiBearerAuth()
@Controller('api/connections')
@UseGuards(OperatorGuard)
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly query: ConnectionsQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The identity providers, in the order in which they were connected' })
  async list(@Query(checked) { archived }: ListConnectionsQuery): Promise<{ connections: ConnectionSummary[] }> {
    return { connections: await this.query.list(archived === 'true') };
  }

  @Post()
  @ApiOperation({ summary: 'Connect an identity provider; it needs a token next' })
  async create(@Req() request: FastifyRequest, @Body(checked) body: CreateConnectionRequest): Promise<ConnectionView> {
    const settings = { ...settingsOf(body), name: body.name };
    return this.view(request, valueOf(await this.connections.create(operatorOrigin(request), body.id, settings)));
  }

  @Get(':connection')
  @ApiOperation({ summary: 'One connection with its tokens, and what to enter in the identity provider' })
  get(@Req() request: FastifyRequest, @Param('connection', anId) id: string): Promise<ConnectionView> {
    return this.view(request, id);
  }

  @Patch(':connection')
  @ApiOperation({ summary: 'Change what is given' })
  async update(
    @Req() request: FastifyRequest,
    @Param('connection', anId) id: string,
    @Body(checked) body: UpdateConnectionRequest,
  ): Promise<ConnectionView> {
    const settings = { ...settingsOf(body), ...(body.name !== undefined && { name: body.name }) };
    const restore = body.archived === false;
    valueOf(await this.connections.update(operatorOrigin(request), id, settings, restore));
    return this.view(request, id);
  }

  @Post(':connection/resync')
  @Requires('operator')
  @HttpCode(202)
  @ApiOperation({ summary: 'Publish all its users once more, so that every site is brought up to date' })
  async resync(@Req() request: FastifyRequest, @Param('connection', anId) id: string): Promise<{ users: number }> {
    return { users: valueOf(await this.connections.resync(operatorOrigin(request), id)) };
  }

  @Delete(':connection')
  @HttpCode(204)
  @ApiOperation({ summary: 'Refuse its tokens from now on; its users stay, and it can be restored' })
  async delete(
    @Req() request: FastifyRequest,
    @Param('connection', anId) id: string,
    @Query(checked) { users }: DeleteConnectionQuery,
  ): Promise<void> {
    valueOf(await this.connections.delete(operatorOrigin(request), id, users === 'keep'));
  }

  private async view(request: FastifyRequest, id: string): Promise<ConnectionView> {
    const details = found(await this.query.find(id), `connection "${id}"`);
    const baseUrl = baseUrlOf(request);
    return { ...details, baseUrl, guide: presetGuide(presetOf(details.preset), baseUrl) };
  }
}

/** Only what was given, so that the rest stays as it is. */
function settingsOf(body: UpdateConnectionRequest | CreateConnectionRequest): GivenSettings {
  const { preset, strict, schemas, rateLimit, answer, passwordSync } = body;
  return {
    ...(preset !== undefined && { preset }),
    ...(strict !== undefined && { strict }),
    ...(schemas?.user !== undefined && { userSchemas: schemas.user }),
    ...(schemas?.group !== undefined && { groupSchemas: schemas.group }),
    ...(rateLimit !== undefined && { rateLimit }),
    ...(answer !== undefined && { answer: givenOf(answer) }),
    ...(passwordSync !== undefined && { passwordSync }),
  };
}

function givenOf({ mode, timeoutSeconds }: AnswerRequest): Partial<Answer> {
  return { ...(mode !== undefined && { mode }), ...(timeoutSeconds !== undefined && { timeoutSeconds }) };
}
