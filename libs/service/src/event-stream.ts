import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Logger } from '@nestjs/common';
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
  /** Milliseconds after which the stream ends, so that the client comes again with a sign-on that still holds. */
  life?: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Ends each stream of events that is open; there once {@link endEventStreams} is called. */
    eventStreams?: Set<AbortController>;
  }
}

const HEARTBEAT = 15_000;
const LIFE = 60 * 60_000;
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

/** Ends all streams of events when the service stops, since they would keep it waiting for ever. */
export function endEventStreams(fastify: FastifyInstance): void {
  const streams = new Set<AbortController>();
  fastify.decorate('eventStreams', streams);
  fastify.addHook('preClose', (done) => {
    for (const stream of streams) stream.abort();
    done();
  });
}

/**
 * Answers with a stream of events: `GET` with `Accept: text/event-stream`. It ends when the client goes, the service
 * stops, the source ends or fails, or after {@link EventStreamOptions.life}; the client then comes again by itself. The
 * promise is fulfilled when it has ended. Nothing is read ahead of a client that is slow.
 */
export async function sendEvents(
  reply: FastifyReply,
  source: EventSource,
  { heartbeat = HEARTBEAT, life = LIFE }: EventStreamOptions = {},
): Promise<void> {
  const stopped = new AbortController();
  const streams = reply.server.eventStreams;
  const { raw, request } = reply;
  const headers = reply.getHeaders();
  reply.hijack();
  raw.once('close', () => stopped.abort());
  streams?.add(stopped);
  const pinging = setInterval(() => raw.write(': ping\n\n'), heartbeat);
  const ending = setTimeout(() => stopped.abort(), life);
  try {
    for (const [name, value] of Object.entries({ ...headers, ...HEADERS })) {
      if (value !== undefined) raw.setHeader(name, value);
    }
    raw.write(`retry: ${RETRY}\n\n`);
    for await (const event of source(lastEventIdOf(request.headers['last-event-id']), stopped.signal)) {
      if (stopped.signal.aborted) break;
      await write(raw, textOf(event), stopped.signal);
    }
  } catch (error) {
    if (!stopped.signal.aborted) logger.warn(`a stream of events has ended: ${String(error)}`);
  } finally {
    clearInterval(pinging);
    clearTimeout(ending);
    streams?.delete(stopped);
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
