import {
  BadRequestException,
  Controller,
  Get,
  NotFoundException,
  Param,
  Query,
  UseGuards,
  ValidationPipe,
} from '@nestjs/common';
import { OperatorGuard } from '@usher/operator-auth';
import { isUUID, type ValidationError } from 'class-validator';
import type { LedgerEntry } from '../record/entry.js';
import { EntriesQuery } from './entries-query.js';
import { type EntriesPage, EntryReader } from './entry-reader.js';

/** An unknown parameter is refused: an auditor who mistypes a filter must not get everything for an answer. */
const parameters = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: refuse,
});

function refuse(errors: ValidationError[]): BadRequestException {
  const [first] = errors;
  const parameter = first?.property ?? '';
  const constraints = first?.constraints ?? {};
  const message =
    'whitelistValidation' in constraints
      ? `${parameter} is no parameter of this request`
      : (Object.values(constraints)[0] ?? `${parameter} is not valid`);
  return new BadRequestException({ statusCode: 400, error: 'Bad Request', parameter, message });
}

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
