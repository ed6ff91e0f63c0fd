import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { FacetReader } from '../query/facet-reader.js';
import { badParameter, parameters } from '../query/parameters.js';
import { type Bucket, bucketTimes, type Counts, fillBuckets, MOST_BUCKETS } from './buckets.js';
import { StatisticsQuery } from './statistics-query.js';
import { StatisticsReader } from './statistics-reader.js';

const DAY_MS = 86_400_000;
/** Days that are shown where no time is named. */
const DAYS = { hour: 1, day: 30 };

/** How much was asked for and what became of it, for charts. */
@ApiTags('audit')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('api/audit')
export class StatisticsController {
  constructor(
    private readonly reader: StatisticsReader,
    private readonly facets: FacetReader,
  ) {}

  @Get('statistics')
  @ApiOperation({ summary: 'Counts by the hour or day, cleared and expired entries included' })
  async statistics(@Query(parameters) query: StatisticsQuery): Promise<{ buckets: Bucket[]; totals: Counts }> {
    const to = query.to ?? new Date();
    const from = query.from ?? new Date(to.getTime() - DAYS[query.bucket] * DAY_MS);
    const times = bucketTimes(from, to, query.bucket);
    const [first, last] = [times?.[0], times?.at(-1)];
    if (times === undefined || first === undefined || last === undefined)
      throw badParameter(
        'from',
        `from must be before to, by ${MOST_BUCKETS} buckets at most: take bucket=day, or less`,
      );
    const end = new Date(last + (query.bucket === 'hour' ? DAY_MS / 24 : DAY_MS));
    const { counts, durations } = await this.reader.read(query, new Date(first), end);
    return fillBuckets(times, counts, durations);
  }

  @Get('actions')
  @ApiOperation({ summary: 'The words that action can be, of those that were recorded' })
  async actions(): Promise<{ actions: { action: string; kind: string }[] }> {
    return { actions: await this.facets.actions() };
  }
}
