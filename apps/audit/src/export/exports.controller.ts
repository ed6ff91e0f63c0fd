import type { Readable } from 'node:stream';
import {
  Body,
  ConflictException,
  Controller,
  ForbiddenException,
  Get,
  NotFoundException,
  Param,
  Post,
  Query,
  Req,
  Res,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { OperatorGuard, Requires } from '@usher/operator-auth';
import { IsIn, isUUID } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EntryFilter } from '../query/filter.js';
import { parameters } from '../query/parameters.js';
import { actorOf } from '../record/act.js';
import { IsFilter } from '../removal/checks.js';
import { given } from '../removal/clear.service.js';
import { ExportService } from './export.service.js';
import { type ExportRow, ExportStore } from './export.store.js';
import { CONTENT_TYPES } from './lines.js';
import { EXPORT_FORMATS, type ExportFormat, type SignedManifest } from './manifest.js';

export class ExportBody {
  @ApiProperty({ enum: EXPORT_FORMATS })
  @IsIn(EXPORT_FORMATS, { message: `format must be one of ${EXPORT_FORMATS.join(', ')}` })
  format: ExportFormat;

  @IsFilter()
  filter: EntryFilter;
}

interface Ordered {
  id: string;
  /** Path of the file, good once, for five minutes. */
  download: string;
  /** Path of the manifest, once the file has been fetched. */
  manifest: string;
}

@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/audit/exports')
@UseGuards(OperatorGuard)
export class ExportsController {
  constructor(private readonly store: ExportStore) {}

  @Post()
  @Requires('viewer')
  @ApiOperation({ summary: 'Order a file of all entries that fit; it is made while it is fetched' })
  async add(@Body(parameters) { format, filter }: ExportBody, @Req() request: FastifyRequest): Promise<Ordered> {
    const { id, ticket } = await this.store.add({ format, filter: given(filter), by: actorOf(request) });
    const path = `/api/audit/exports/${id}`;
    return { id, download: `${path}/file?ticket=${ticket}`, manifest: `${path}/manifest` };
  }

  @Get()
  @ApiOperation({ summary: 'The last 100 exports, the newest first' })
  async list(): Promise<{ exports: ExportRow[] }> {
    return { exports: await this.store.list() };
  }

  @Get(':id/manifest')
  @ApiOperation({
    summary: 'What the file was when it was made, signed: npm run audit:check-export tells whether it still is',
  })
  async manifest(@Param('id') id: string): Promise<SignedManifest> {
    const manifest = isUUID(id) ? await this.store.manifest(id) : undefined;
    if (manifest === undefined) throw new NotFoundException(`There is no export ${id}`);
    if (manifest === null)
      throw new ConflictException('The file has not been fetched to its end: there is no manifest yet');
    return manifest;
  }
}

/** Apart from the rest: the ticket stands for the bearer token, which a browser's download doesn't send. */
@ApiTags('audit')
@Controller('api/audit/exports')
export class ExportFileController {
  constructor(
    private readonly store: ExportStore,
    private readonly exports: ExportService,
  ) {}

  @Get(':id/file')
  @ApiOperation({ summary: 'The file of an export, by its ticket' })
  async file(
    @Param('id') id: string,
    @Query('ticket') ticket: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Readable> {
    const file = await this.exports.file(async () =>
      isUUID(id) && typeof ticket === 'string' ? this.store.take(id, ticket) : undefined,
    );
    if (file === 'busy') throw new ServiceUnavailableException('Other exports are under way: try again in a while');
    if (file === undefined)
      throw new ForbiddenException(
        'This link has been used, is older than five minutes, or is not one: order another export',
      );
    const { order, content } = file;
    // Who writes the answer waits for a client that doesn't take it, whatever becomes of the file.
    content.once('error', () => reply.raw.destroy());
    const day = order.madeAt.slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    void reply
      .type(CONTENT_TYPES[order.format])
      .header('content-disposition', `attachment; filename="audit-${day}.${order.format}"`)
      .header('cache-control', 'no-store');
    return content;
  }
}
