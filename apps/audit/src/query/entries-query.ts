import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, Max, Min, ValidateBy, type ValidationArguments } from 'class-validator';
import { decodeCursor, type Position } from './cursor.js';
import { EntryFilter, parameter } from './filter.js';
import { type Order, ORDERS, type Sort, SORTS } from './sort.js';

const DEFAULT_LIMIT = 50;
const LIMIT = { message: 'limit must be a whole number from 1 to 200' };

/** An empty parameter is as good as none. */
const orElse = <T>(otherwise: T) => Transform(({ value }: { value: unknown }) => (value === '' ? otherwise : value));

/** The parameters of `GET /api/audit/entries`. */
export class EntriesQuery extends EntryFilter {
  @ApiPropertyOptional({ description: 'Entries without a value come last in either order.', enum: SORTS })
  @orElse('occurredAt')
  @IsIn(SORTS, { message: `sort must be one of ${SORTS.join(', ')}` })
  sort: Sort = 'occurredAt';

  @ApiPropertyOptional({ description: 'Of the values, and among equal ones of the times.', enum: ORDERS })
  @orElse('desc')
  @IsIn(ORDERS, { message: 'order must be asc or desc' })
  order: Order = 'desc';

  @ApiPropertyOptional({ description: 'Entries of one answer, 1 to 200.', type: Number, default: DEFAULT_LIMIT })
  @Transform(({ value }: { value: unknown }) => readLimit(value))
  @IsInt(LIMIT)
  @Min(1, LIMIT)
  @Max(200, LIMIT)
  limit: number = DEFAULT_LIMIT;

  @ApiPropertyOptional({ description: 'true tells how many entries there are in all.', type: Boolean, default: false })
  @Transform(({ value }: { value: unknown }) => readBoolean(value))
  @IsBoolean({ message: 'count must be true or false' })
  count: boolean = false;

  @parameter(
    (value) => decodeCursor(value) ?? value,
    ValidateBy({
      name: 'cursor',
      validator: {
        validate: isCursorOf,
        defaultMessage: () => 'cursor must be the nextCursor of an earlier answer of the same sort and order',
      },
    }),
    ApiPropertyOptional({ description: 'nextCursor of the answer before.', type: String }),
  )
  cursor?: Position;
}

function isCursorOf(value: unknown, context?: ValidationArguments): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [{ sort, order }, query] = [value as Position, context?.object as EntriesQuery];
  return sort === query.sort && order === query.order;
}

function readLimit(value: unknown): unknown {
  if (value === '') return DEFAULT_LIMIT;
  return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
}

function readBoolean(value: unknown): unknown {
  if (value === 'true') return true;
  return value === 'false' || value === '' ? false : value;
}
