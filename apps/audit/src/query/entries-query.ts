import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min, ValidateBy } from 'class-validator';
import { decodeCursor, type Position } from './cursor.js';
import { EntryFilter, parameter } from './filter.js';

const DEFAULT_LIMIT = 50;
const LIMIT = { message: 'limit must be a whole number from 1 to 200' };

/** The parameters of `GET /api/audit/entries`. */
export class EntriesQuery extends EntryFilter {
  @ApiPropertyOptional({ description: 'Entries of one answer, 1 to 200.', default: DEFAULT_LIMIT })
  @Transform(({ value }: { value: unknown }) => readLimit(value))
  @IsInt(LIMIT)
  @Min(1, LIMIT)
  @Max(200, LIMIT)
  limit: number = DEFAULT_LIMIT;

  /** nextCursor of the answer before. */
  @parameter(
    (value) => decodeCursor(value) ?? value,
    ValidateBy({
      name: 'cursor',
      validator: {
        validate: (value: unknown) => typeof value === 'object' && !Array.isArray(value),
        defaultMessage: () => 'cursor must be the nextCursor of an earlier answer',
      },
    }),
  )
  cursor?: Position;
}

function readLimit(value: unknown): unknown {
  if (value === '') return DEFAULT_LIMIT;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}
