import { Readable } from 'node:stream';
import { Controller, Get, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { follow, sendEvents, type ServerSentEvent } from '@usher/service';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { EntryFilter, parameter } from '../query/filter.js';
import { parameters } from '../query/parameters.js';
import type { LedgerEntry } from '../record/entry.js';
import { Feed } from './feed.js';
import { CONTENT_TYPES, type Format, FORMATS, lineOf } from './formats/formats.js';

/** Milliseconds between looks for what is new. */
const PAUSE = 500;
/** Entries read at once. */
const PAGE = 500;

const wholeNumber = (text: string): unknown => (/^\d{1,15}$/.test(text) ? Number(text) : text);

export class FeedQuery extends EntryFilter {
  @ApiPropertyOptional({
    description: 'Position of the last entry that has arrived; 0: from the beginning',
    default: 0,
  })
  @parameter(wholeNumber, IsInt({ message: 'after must be a position' }), Min(0), Max(Number.MAX_SAFE_INTEGER))
  after: number = 0;

  @ApiPropertyOptional({ description: 'Entries of one answer that is not followed, 1 to 5000', default: 1000 })
  @parameter(wholeNumber, IsInt({ message: 'limit must be a whole number from 1 to 5000' }), Min(1), Max(5000))
  limit: number = 1000;

  @ApiPropertyOptional({ enum: FORMATS, default: 'ndjson' })
  @parameter((text) => text, IsIn(FORMATS, { message: `format must be one of ${FORMATS.join(', ')}` }))
  format: Format = 'ndjson';

  @ApiPropertyOptional({ description: 'Keeps the answer open, and goes on with what comes', enum: ['true', 'false'] })
  @parameter((text) => text, IsIn(['true', 'false'], { message: 'follow must be true or false' }))
  follow: 'true' | 'false' = 'false';
}

/** The entries in the order in which they were recorded, for those who want all of them, and want them now. */
@ApiTags('audit')
@ApiBearerAuth()
@Controller('api/audit')
@UseGuards(OperatorGuard)
export class FeedController {
  constructor(private readonly feed: Feed) {}

  @Get('feed')
  @ApiProduces('application/x-ndjson', 'text/plain')
  @ApiOperation({
    summary: 'Entries behind a position, one a line; the header usher-next-position says where to go on',
  })
  async read(@Query(parameters) query: FeedQuery, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('content-type', CONTENT_TYPES[query.format]).header('cache-control', 'no-store');
    if (query.follow === 'true') return void reply.send(this.lines(query, reply));
    const { entries, upTo } = await this.feed.read(query.after, query.limit, query);
    const text = entries.map((entry) => `${lineOf(query.format, entry)}\n`).join('');
    void reply.header('usher-next-position', String(upTo)).send(text);
  }

  @Get('live')
  @ApiProduces('text/event-stream')
  @ApiOperation({ summary: 'New entries as server-sent events; the id of an event is its position' })
  async live(@Query(parameters) filter: EntryFilter, @Res() reply: FastifyReply): Promise<void> {
    const newest = await this.feed.last();
    await sendEvents(reply, (lastEventId, signal) => {
      const known = lastEventId !== null && /^\d{1,15}$/.test(lastEventId);
      return events(this.follow(known ? Number(lastEventId) : newest, filter, signal));
    });
  }

  private lines(query: FeedQuery, reply: FastifyReply): Readable {
    const stopped = new AbortController();
    const open = reply.server.eventStreams;
    open?.add(stopped);
    reply.raw.on('close', () => {
      stopped.abort();
      open?.delete(stopped);
    });
    const entries = this.follow(query.after, query, stopped.signal);
    return Readable.from(
      (async function* () {
        for await (const entry of entries) yield `${lineOf(query.format, entry)}\n`;
      })(),
    );
  }

  private follow(after: number, filter: EntryFilter, signal: AbortSignal): AsyncIterable<LedgerEntry> {
    let position = after;
    const read = async (): Promise<LedgerEntry[]> => {
      // A filter that fits little is looked for through many pages.
      for (;;) {
        const { entries, upTo } = await this.feed.read(position, PAGE, filter);
        const over = upTo === position || signal.aborted;
        position = upTo;
        if (entries.length > 0 || over) return entries;
      }
    };
    return follow(read, signal, PAUSE);
  }
}

async function* events(entries: AsyncIterable<LedgerEntry>): AsyncIterable<ServerSentEvent> {
  for await (const entry of entries) yield { id: String(entry.position), event: 'entry', data: entry };
}
