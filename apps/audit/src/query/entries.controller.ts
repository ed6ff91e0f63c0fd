import { Controller, Get, NotFoundException, Param, Query, UseGuards } from '@nestjs/common';
import { OperatorGuard } from '@usher/operator-auth';
import { isUUID } from 'class-validator';
import type { LedgerEntry } from '../record/entry.js';
import { EntriesQuery } from './entries-query.js';
import { type EntriesPage, EntryReader } from './entry-reader.js';
import { parameters } from './parameters.js';

/** Who changed what, when, from where, and what became of it. */
@UseGuards(OperatorGuard)
@Controller('api/audit/entries')
export class EntriesController {
  constructor(private readonly reader: EntryReader) {}

  @Get()
  find(@Query(parameters) query: EntriesQuery): Promise<EntriesPage> {
    return this.reader.find(query);
  }

  @Get(':id')
  async get(@Param('id') id: string): Promise<LedgerEntry> {
    const entry = isUUID(id) ? await this.reader.get(id) : undefined;
    if (entry === undefined) throw new NotFoundException(`There is no audit entry ${id}`);
    return entry;
  }
}
