import { Controller, Get, NotFoundException, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { isUUID } from 'class-validator';
import type { LedgerEntry } from '../record/entry.js';
import { EntriesQuery } from './entries-query.js';
import { type EntriesPage, EntryReader } from './entry-reader.js';
import { badParameter, parameters } from './parameters.js';
import { TooBroadError } from './reading.js';

/** Who changed what, when, from where, and what became of it. */
@ApiTags('audit')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('api/audit/entries')
export class EntriesController {
  constructor(private readonly reader: EntryReader) {}

  @Get()
  @ApiOperation({ summary: 'Finds entries, the newest first where nothing else is asked for' })
  async find(@Query(parameters) query: EntriesQuery): Promise<EntriesPage> {
    try {
      return await this.reader.find(query);
    } catch (error) {
      throw error instanceof TooBroadError ? tooBroad(query) : error;
    }
  }

  @Get(':id')
  @ApiOperation({ summary: 'One entry with all it holds' })
  async get(@Param('id') id: string): Promise<LedgerEntry> {
    const entry = isUUID(id) ? await this.reader.get(id) : undefined;
    if (entry === undefined) throw new NotFoundException(`There is no audit entry ${id}`);
    return entry;
  }
}

function tooBroad({ q, sort }: EntriesQuery) {
  const narrower = 'name a shorter time by from and to, or add userName, resourceId or another filter';
  if (q === undefined) return badParameter('sort', `This search takes too long: ${narrower}`);
  const longer = q.length < 3 ? 'q finds three letters and more sooner' : 'q is a text of many entries';
  const order = sort === 'occurredAt' ? '' : `; sort by occurredAt, or`;
  return badParameter('q', `This search takes too long: ${longer}${order === '' ? '; ' : `${order} `}${narrower}`);
}
