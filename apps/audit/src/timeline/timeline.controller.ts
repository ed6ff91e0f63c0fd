import { Controller, Get, NotFoundException, Param, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import type { LedgerEntry } from '../record/entry.js';
import { COLUMNS } from '../query/page-statements.js';
import { type Row, toEntry } from '../query/rows.js';
import { Reading } from '../query/reading.js';
import { stepsOf, type TimelineStep } from './steps.js';

/** Entries of one trace; a request to replay everything may have more. */
const MOST_ENTRIES = 500;
const LONGEST_MS = 5_000;
const TRACE_ID = /^[0-9a-f]{32}$/;

export interface Timeline {
  traceId: string;
  /** The oldest first; the first 500. */
  entries: LedgerEntry[];
  steps: TimelineStep[];
}

/** A request and all that came of it, step by step. */
@ApiTags('audit')
@ApiBearerAuth()
@UseGuards(OperatorGuard)
@Controller('api/audit/timeline')
export class TimelineController {
  constructor(private readonly reading: Reading) {}

  @Get(':traceId')
  @ApiOperation({ summary: 'All entries of one request, and the steps from the request to what the sites made of it' })
  async get(@Param('traceId') given: string): Promise<Timeline> {
    const traceId = given.toLowerCase();
    const rows = TRACE_ID.test(traceId) ? await this.rowsOf(traceId) : [];
    if (rows.length === 0) throw new NotFoundException(`The audit has nothing of the trace ${given}`);
    const recorded = rows.map(({ recordedAt, ...row }) => ({ ...toEntry(row), recordedAt: recordedAt.toISOString() }));
    return {
      traceId,
      entries: recorded.map(({ recordedAt: _recordedAt, ...entry }) => entry),
      steps: stepsOf(recorded),
    };
  }

  private rowsOf(traceId: string): Promise<(Row & { recordedAt: Date })[]> {
    const text = `SELECT ${COLUMNS}, e.recorded_at AS "recordedAt" FROM audit.entries e WHERE trace_id = $1
      ORDER BY occurred_at, position LIMIT ${MOST_ENTRIES}`;
    return this.reading.within(LONGEST_MS, (run) => run<Row & { recordedAt: Date }>({ text, values: [traceId] }));
  }
}
