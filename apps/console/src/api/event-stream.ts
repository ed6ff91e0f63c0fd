import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ApiError } from './api-error.js';
import { send } from './client.js';

export interface StreamEvent {
  /** The name; `message` when none was sent. */
  event: string;
  id: string | undefined;
  data: string;
}

export type StreamState = 'connecting' | 'open' | 'waiting';

export interface StreamListener {
  onEvent(event: StreamEvent): void;
  onState?(state: StreamState): void;
  /** It won't come back: the address is wrong, or the role does not allow it. */
  onEnd?(error: ApiError): void;
}

/** Usher ends each stream after a while: one that lived so long, in milliseconds, is asked for again at once. */
const LONG = 60_000;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;

/**
 * Server-sent events by fetch, which unlike EventSource sends the bearer. A lost connection is made again, each time
 * later, and goes on after the last id; one that ended in order is none that was lost.
 *
 * @returns ends it
 */
export function listen(path: string, listener: StreamListener): () => void {
  const over = new AbortController();
  void follow(path, listener, over.signal);
  return () => over.abort();
}

async function follow(path: string, { onEvent, onState, onEnd }: StreamListener, signal: AbortSignal): Promise<void> {
  let lastId: string | undefined;
  let wait = FIRST_WAIT;
  while (!signal.aborted) {
    onState?.('connecting');
    try {
      const headers = { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) };
      const { body } = await send(path, { headers, signal });
      const since = Date.now();
      onState?.('open');
      wait = FIRST_WAIT;
      const events = body
        ?.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
        .pipeThrough(new EventSourceParserStream());
      const reader = events?.getReader();
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
        const { event = 'message', id, data } = next.value;
        if (id !== undefined) lastId = id;
        onEvent({ event, id, data });
      }
      if (Date.now() - since >= LONG) continue;
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) {
        onEnd?.(error);
        return;
      }
    }
    onState?.('waiting');
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
