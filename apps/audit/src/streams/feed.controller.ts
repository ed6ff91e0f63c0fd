import { Readable } from 'node:stream';
import { Controller, Get, Query, Res, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProduces, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { OperatorGuard } from '@usher/operator-auth';
import { follow, openStream, sendEvents, type ServerSentEvent } from '@usher/service';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { EntryFilter, parameter } from '../query/filter.js';
import { badParameter, parameters } from '../query/parameters.js';
import type { LedgerEntry } from '../record/entry.js';
import { Feed } from './feed.js';
import { CONTENT_TYPES, type Format, FORMATS, lineOf } from './formats/formats.js';

/** Milliseconds between looks for what is new. */
const PAUSE = 500;
/** Entries read at once. */
const PAGE = 500;

const PLACES = 'A process has a hundred places for such streams; the next is answered 503 with `Retry-After`.';

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

  @ApiPropertyOptional({
    description: 'Keeps the answer open for a quarter of an hour, and goes on with what comes',
    enum: ['true', 'false'],
  })
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
    description: `Followed, it ends by itself: come again with the last position as \`after\`. ${PLACES}`,
  })
  async read(@Query(parameters) query: FeedQuery, @Res() reply: FastifyReply): Promise<void> {
    // After a restore; until the ledger had come so far, all would be passed over without a word.
    if (query.after > (await this.feed.last()))
      throw badParameter('after', 'after must be a position that the ledger has come to');
    const signal = query.follow === 'true' ? openStream(reply) : undefined;
    void reply.header('content-type', CONTENT_TYPES[query.format]).header('cache-control', 'no-store');
    if (signal !== undefined) return void reply.send(this.lines(query, signal));
    const { entries, upTo } = await this.feed.read(query.after, query.limit, query);
    const text = entries.map((entry) => `${lineOf(query.format, entry)}\n`).join('');
    void reply.header('usher-next-position', String(upTo)).send(text);
  }

  @Get('live')
  @ApiProduces('text/event-stream')
  @ApiOperation({
    summary: 'New entries as server-sent events; the id of an event is its position',
    description:
      'The first event, `begin`, has the position behind which it goes on. It ends after a quarter of an hour: come again ' +
      `with the last id as \`Last-Event-ID\`. ${PLACES}`,
  })
  async live(@Query(parameters) filter: EntryFilter, @Res() reply: FastifyReply): Promise<void> {
    const newest = await this.feed.last();
    await sendEvents(reply, (lastEventId, signal) => {
      const known = lastEventId !== null && /^\d{1,15}$/.test(lastEventId);
      const after = known ? Math.min(Number(lastEventId), newest) : newest;
      return events(after, this.follow(after, filter, signal));
    });
  }

  private lines(query: FeedQuery, signal: AbortSignal): Readable {
    const entries = this.follow(query.after, query, signal);
    return Readable.from(
      (async function* () {
        // The head of the answer goes with it, though there may be nothing to tell for long.
        yield '';
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

/** Who is cut off before anything has come knows where to go on all the same. */
async function* events(after: number, entries: AsyncIterable<LedgerEntry>): AsyncIterable<ServerSentEvent> {
  yield { id: String(after), event: 'begin', data: { after } };
  for await (const entry of entries) yield { id: String(entry.position), event: 'entry', data: entry };
}
