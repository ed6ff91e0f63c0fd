import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { IsIn, IsOptional } from 'class-validator';
import { Lag, type LagBucket } from '../work/lag.js';
import { checked } from './answers.js';
import { OptionalText, Time } from './parameters.js';

const BUCKETS = ['hour', 'day'] as const;
const HOUR_MS = 3_600_000;
/** Hours that are shown where no time is named. */
const HOURS = { hour: 24, day: 30 * 24 };

export class LagQuery {
  /** The bucket of this time is the first. RFC 3339. */
  @ApiPropertyOptional()
  @IsOptional()
  @Time()
  from?: Date;

  /** Hours that begin before this time; default: now. */
  @ApiPropertyOptional()
  @IsOptional()
  @Time()
  to?: Date;

  /** By UTC. */
  @ApiPropertyOptional({ enum: BUCKETS, default: 'hour' })
  @IsIn(BUCKETS)
  bucket: 'hour' | 'day' = 'hour';

  @OptionalText()
  targetId?: string;
}

@ApiTags('provisioning')
@ApiBearerAuth()
@Controller('api/provisioning/lag')
@UseGuards(OperatorGuard)
export class LagController {
  constructor(private readonly lag: Lag) {}

  @Get()
  @ApiOperation({
    summary: 'How long changes waited for the sites, by the hour or day; those in which none did are left out',
  })
  async read(@Query(checked) query: LagQuery): Promise<{ buckets: LagBucket[] }> {
    const { bucket, targetId, to = new Date() } = query;
    const { from = new Date(to.getTime() - HOURS[bucket] * HOUR_MS) } = query;
    return { buckets: await this.lag.read({ from, to, bucket, targetId }) };
  }
}
