import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { sendEvents } from '@usher/service';
import { IsIn } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { ConnectionsQuery } from '../connections/connections.query.js';
import { RequestsQuery, type RequestView } from '../requests/requests.query.js';
import { anId, checked, found } from './answers.js';

class RequestsQueryRequest {
  /** With those whose token isn't known; they are shown anyway until the connection has had a good request. */
  @ApiPropertyOptional({ enum: ['true', 'false'], default: 'false' })
  @IsIn(['true', 'false'])
  unknown: string = 'false';
}

/** What the identity provider of a connection asks, while it is set up. */
@ApiTags('connections')
@ApiBearerAuth()
@Controller('api/connections/:connection/requests')
@UseGuards(OperatorGuard)
export class RequestsController {
  constructor(
    private readonly requests: RequestsQuery,
    private readonly connections: ConnectionsQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The last 100 requests, newest first, each with what is wrong with it and what to do' })
  async list(
    @Param('connection', anId) connection: string,
    @Query(checked) { unknown }: RequestsQueryRequest,
  ): Promise<{ requests: RequestView[] }> {
    await this.known(connection);
    return { requests: await this.requests.newest(connection, unknown === 'true') };
  }

  @Get('live')
  @ApiOperation({
    summary: 'Requests as they come (server-sent events); Last-Event-ID: those after the one with that id, too',
  })
  @ApiProduces('text/event-stream')
  async live(
    @Param('connection', anId) connection: string,
    @Query(checked) { unknown }: RequestsQueryRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.known(connection);
    await sendEvents(reply, (lastEventId, signal) =>
      this.requests.live(connection, unknown === 'true', lastEventId, signal),
    );
  }

  private async known(connection: string): Promise<void> {
    found(await this.connections.find(connection), `connection "${connection}"`);
  }
}
