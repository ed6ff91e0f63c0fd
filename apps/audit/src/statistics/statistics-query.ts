import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn } from 'class-validator';
import { textParameter, timeParameter } from '../query/filter.js';

const BUCKETS = ['hour', 'day'] as const;

/** The parameters of `GET /api/audit/statistics`. */
export class StatisticsQuery {
  @timeParameter('The bucket of this time is the first (RFC 3339).')
  from?: Date;

  @timeParameter('The bucket of this time is the last, unless it begins then (RFC 3339).')
  to?: Date;

  @ApiPropertyOptional({ description: 'By UTC.', enum: BUCKETS, default: 'hour' })
  @Transform(({ value }: { value: unknown }) => (value === '' ? 'hour' : value))
  @IsIn(BUCKETS, { message: 'bucket must be hour or day' })
  bucket: 'hour' | 'day' = 'hour';

  @textParameter('Id of the connection; `-` for acts that concern none.')
  connection?: string;

  @textParameter('Id or name of the target.')
  target?: string;
}
