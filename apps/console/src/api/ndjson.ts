import { t } from '../texts/en.js';
import { ApiError } from './api-error.js';
import { type RequestOptions, send } from './client.js';

/**
 * The lines of an answer as they come, each a JSON value.
 *
 * @throws {ApiError} for an answer that isn't 2xx
 */
export async function* ndjson<T>(path: string, options: RequestOptions = {}): AsyncGenerator<T> {
  const headers = { accept: 'application/x-ndjson, application/json', ...options.headers };
  const { body } = await send(path, { ...options, headers });
  if (body === null) return;
  yield* linesOf<T>(body);
}

/**
 * Each line as the JSON value that it is; a line may come in several pieces.
 *
 * @throws {ApiError} when it breaks off
 */
export async function* linesOf<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read().catch(brokenOff);
      rest += decoder.decode(value, { stream: !done });
      const lines = rest.split('\n');
      rest = done ? '' : (lines.pop() ?? '');
      for (const line of lines) if (line.trim() !== '') yield parsed<T>(line);
      if (done) return;
    }
  } finally {
    // Whoever reads no further wants no more of it.
    await reader.cancel().catch(() => undefined);
  }
}

function brokenOff(): never {
  throw new ApiError(0, t.common.failed.brokenOff);
}

/** The last line may be half a one. */
function parsed<T>(line: string): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    return brokenOff();
  }
}
