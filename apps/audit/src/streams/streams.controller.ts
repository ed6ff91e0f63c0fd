import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Req,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import type { FastifyRequest } from 'fastify';
import { parameters } from '../query/parameters.js';
import { actorOf } from '../record/act.js';
import type { Delivered } from './delivery.js';
import type { StreamView } from './stream.js';
import { CreateStreamRequest, UpdateStreamRequest } from './stream-requests.js';
import { StreamsService } from './streams.service.js';

const anId = new ParseUUIDPipe();

@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/audit/streams')
@UseGuards(OperatorGuard)
export class StreamsController {
  constructor(private readonly streams: StreamsService) {}

  @Get()
  @ApiOperation({ summary: 'Where entries are sent, and how far behind each receiver is' })
  async list(): Promise<{ streams: StreamView[] }> {
    return { streams: await this.streams.list() };
  }

  @Post()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Send entries to an address as they are recorded; the secret that signs is shown this once',
  })
  create(
    @Req() request: FastifyRequest,
    @Body(parameters) body: CreateStreamRequest,
  ): Promise<StreamView & { secret: string }> {
    return this.streams.create(actorOf(request), body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'One stream; never its secret nor the values of its headers' })
  get(@Param('id', anId) id: string): Promise<StreamView> {
    return this.streams.view(id);
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Change what is given; `after` sends again from there, or leaves out what is before' })
  update(
    @Req() request: FastifyRequest,
    @Param('id', anId) id: string,
    @Body(parameters) body: UpdateStreamRequest,
  ): Promise<StreamView> {
    return this.streams.update(actorOf(request), id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Send nothing there any more' })
  remove(@Req() request: FastifyRequest, @Param('id', anId) id: string): Promise<void> {
    return this.streams.remove(actorOf(request), id);
  }

  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send the newest entry, and say what the receiver answers' })
  test(@Param('id', anId) id: string): Promise<Delivered> {
    return this.streams.test(id);
  }
}
