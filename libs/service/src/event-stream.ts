import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Logger, ServiceUnavailableException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** One server-sent event (HTML Living Standard, section 9.2). */
export interface ServerSentEvent {
  /** What a client that was cut off sends back as `Last-Event-ID`; without line feeds. */
  id?: string;
  /** The kind of event; `message` when it is left out. */
  event?: string;
  /** Sent as JSON. */
  data: unknown;
}

/**
 * Gives the events, in order, until the signal is aborted: then it must end soon.
 *
 * @param lastEventId where a client that was cut off wants to go on; null: it is new
 */
export type EventSource = (lastEventId: string | null, signal: AbortSignal) => AsyncIterable<ServerSentEvent>;

export interface EventStreamOptions {
  /** Milliseconds between comments that keep proxies from closing a stream in which nothing happens. */
  heartbeat?: number;
  /** See {@link openStream}. */
  life?: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends each stream that is open; there once {@link endEventStreams} is called. */
    eventStreams?: Set<AbortController>;
  }
}

const HEARTBEAT = 15_000;
/** Up to a tenth of it is taken off, so that those who came together don't come again together. */
const LIFE = 15 * 60_000;
/** Streams of one process at once: each asks the database a few times a second. */
const MOST = 100;
/** Seconds after which one that found no place may come again. */
const COME_AGAIN = 30;
/** Milliseconds for a client to take the rest of a stream that has ended. */
const PATIENCE = 5_000;
/** Milliseconds after which a client that was cut off comes again. */
const RETRY = 3_000;
const MAX_ID = 200;

export const EVENT_STREAM = 'text/event-stream; charset=utf-8';
const HEADERS = {
  'content-type': EVENT_STREAM,
  'cache-control': 'no-store, no-transform',
  // A reverse proxy must neither keep nor gather what is sent; this is nginx's.
  'x-accel-buffering': 'no',
};

const logger = new Logger('EventStream');

/** Ends all streams when the service stops, since they would keep it waiting for ever. */
export function endEventStreams(fastify: FastifyInstance): void {
  const streams = new Set<AbortController>();
  fastify.decorate('eventStreams', streams);
  fastify.addHook('preClose', (done) => {
    for (const stream of streams) stream.abort();
    done();
  });
}

/**
 * Takes a place for an answer that stays open. The signal is raised when the client goes, the service stops, or the life
 * of the stream is over, so that the client comes again with a sign-on that still holds; who takes nothing any more then
 * is cut off.
 *
 * @param life milliseconds
 * @throws {ServiceUnavailableException} when as many are open as the process takes
 */
export function openStream(reply: FastifyReply, life = LIFE): AbortSignal {
  const { raw, server } = reply;
  // Its end wouldn't be told any more.
  if (raw.destroyed) return AbortSignal.abort();
  const streams = server.eventStreams;
  if (streams !== undefined && streams.size >= MOST) {
    void reply.header('retry-after', String(COME_AGAIN));
    throw new ServiceUnavailableException(`${MOST} streams are open already: end one, or try again later`);
  }
  const stopped = new AbortController();
  const { signal } = stopped;
  const ending = setTimeout(() => stopped.abort(), life * (1 - Math.random() / 10));
  let cutting: NodeJS.Timeout | undefined;
  signal.addEventListener('abort', () => (cutting = setTimeout(() => raw.destroy(), PATIENCE)));
  streams?.add(stopped);
  raw.once('close', () => {
    stopped.abort();
    clearTimeout(ending);
    clearTimeout(cutting);
    streams?.delete(stopped);
  });
  return signal;
}

/**
 * Answers with a stream of events: `GET` with `Accept: text/event-stream`. It ends when {@link openStream} says so, or the
 * source ends or fails; the client then comes again by itself. The promise is fulfilled when it has ended. Nothing is read
 * ahead of a client that is slow.
 */
export async function sendEvents(
  reply: FastifyReply,
  source: EventSource,
  { heartbeat = HEARTBEAT, life }: EventStreamOptions = {},
): Promise<void> {
  const signal = openStream(reply, life);
  const { raw, request } = reply;
  const headers = reply.getHeaders();
  reply.hijack();
  const pinging = setInterval(() => raw.write(': ping\n\n'), heartbeat);
  try {
    for (const [name, value] of Object.entries({ ...headers, ...HEADERS })) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.write(`retry: ${RETRY}\n\n`);
    for await (const event of source(lastEventIdOf(request.headers['last-event-id']), signal)) {
      if (signal.aborted) break;
      await write(raw, textOf(event), signal);
    }
  } catch (error) {
    if (!signal.aborted) logger.warn(`a stream of events has ended: ${String(error)}`);
  } finally {
    clearInterval(pinging);
    raw.end();
  }
}

function textOf({ id, event, data }: ServerSentEvent): string {
  // JSON text has no line feeds, which end a field.
  const named = event === undefined ? '' : `event: ${event}\n`;
  return `${id === undefined ? '' : `id: ${id}\n`}${named}data: ${JSON.stringify(data)}\n\n`;
}

async function write(raw: ServerResponse, text: string, signal: AbortSignal): Promise<void> {
  if (!raw.write(text)) await once(raw, 'drain', { signal });
}

function lastEventIdOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && header !== '' ? header.slice(0, MAX_ID) : null;
}

/**
 * Reads again and again what is new, until the signal is aborted; each answer's items one by one.
 *
 * @param pause milliseconds between two reads of which the first found nothing
 */
export async function* follow<T>(
  read: () => Promise<readonly T[]>,
  signal: AbortSignal,
  pause: number,
): AsyncIterable<T> {
  while (!signal.aborted) {
    const items = await read();
    yield* items;
    if (items.length === 0) await rest(pause, signal);
  }
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
  });
}
