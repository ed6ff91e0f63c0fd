import { Body, Controller, Delete, Header, HttpCode, Param, Patch, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, operatorOrigin } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { ConnectionsQuery, type TokenView } from '../connections/connections.query.js';
import { TokensService } from '../connections/tokens.service.js';
import { anId, checked, found, valueOf } from './answers.js';
import { CreateTokenRequest, UpdateTokenRequest } from './token-requests.js';

export interface NewTokenView extends TokenView {
  /** What the identity provider sends. It isn't kept and can't be shown again. */
  token: string;
}

@ApiTags('connections')
@ApiBearerAuth()
@Controller('api/connections/:connection/tokens')
@UseGuards(OperatorGuard)
export class TokensController {
  constructor(
    private readonly tokens: TokensService,
    private readonly query: ConnectionsQuery,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Make a token, which is shown this once; two may be in use, so that one can take over' })
  async create(
    @Req() request: FastifyRequest,
    @Param('connection', anId) connection: string,
    @Body(checked) { name, scope, networks = [], expires = null }: CreateTokenRequest,
  ): Promise<NewTokenView> {
    const settings = { name, scope, networks, expires: timeOf(expires) };
    const { id, token } = valueOf(await this.tokens.create(operatorOrigin(request), connection, settings));
    return { ...(await this.view(connection, id)), token };
  }

  @Patch(':token')
  @ApiOperation({ summary: 'Change name, networks or expiry' })
  async update(
    @Req() request: FastifyRequest,
    @Param('connection', anId) connection: string,
    @Param('token', anId) id: string,
    @Body(checked) { name, networks, expires }: UpdateTokenRequest,
  ): Promise<TokenView> {
    const settings = {
      ...(name !== undefined && { name }),
      ...(networks !== undefined && { networks }),
      ...(expires !== undefined && { expires: timeOf(expires) }),
    };
    valueOf(await this.tokens.update(operatorOrigin(request), connection, id, settings));
    return this.view(connection, id);
  }

  @Delete(':token')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revoke it: refused at once by this process, by others within seconds' })
  async revoke(
    @Req() request: FastifyRequest,
    @Param('connection', anId) connection: string,
    @Param('token', anId) id: string,
  ): Promise<void> {
    valueOf(await this.tokens.revoke(operatorOrigin(request), connection, id));
  }

  private async view(connection: string, id: string): Promise<TokenView> {
    return found(await this.query.findToken(connection, id), `token "${id}" of this connection`);
  }
}

function timeOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
