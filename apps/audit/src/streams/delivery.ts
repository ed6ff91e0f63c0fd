import type { LedgerEntry } from '../record/entry.js';
import { CONTENT_TYPES, lineOf } from './formats/formats.js';
import { signedHeaders } from './signature.js';
import type { Stream, StreamSecrets } from './stream.js';

/** Milliseconds for the receiver to answer; the lease of a stream must be longer. */
const TIMEOUT = 30_000;
const MAX_REASON = 300;

export type Delivered = { ok: true; status: number } | { ok: false; status: number | null; reason: string };

/** What the API asks of the outside, so that it can be told apart from the body: one line for each entry. */
export function bodyOf(stream: Pick<Stream, 'format'>, entries: readonly LedgerEntry[]): string {
  return entries.map((entry) => `${lineOf(stream.format, entry)}\n`).join('');
}

/** Sends entries by one POST. A redirection isn't followed: what is sent is meant for this address alone. */
export async function deliver(
  stream: Pick<Stream, 'url' | 'format'>,
  { secret, headers }: StreamSecrets,
  id: string,
  body: string,
  stopped?: AbortSignal,
): Promise<Delivered> {
  try {
    const answer = await fetch(stream.url, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: {
        ...headers,
        'content-type': CONTENT_TYPES[stream.format],
        'user-agent': 'Usher-Audit/1',
        ...signedHeaders(secret, id, new Date(), body),
      },
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), ...(stopped === undefined ? [] : [stopped])]),
    });
    const text = answer.ok ? '' : await beginning(answer);
    await answer.body?.cancel().catch(() => undefined);
    return answer.ok ? { ok: true, status: answer.status } : { ok: false, status: answer.status, reason: text };
  } catch (error) {
    return { ok: false, status: null, reason: reasonOf(error) };
  }
}

async function beginning(answer: Response): Promise<string> {
  const said = await answer
    .text()
    .then((text) => text.replace(/\s+/g, ' ').trim().slice(0, MAX_REASON))
    .catch(() => '');
  const moved = answer.headers.get('location');
  const where =
    answer.status >= 300 && answer.status < 400 && moved !== null ? ` to ${moved.slice(0, MAX_REASON)}` : '';
  return `The receiver answered ${answer.status}${where}${said === '' ? '' : `: ${said}`}`;
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `The receiver did not answer within ${TIMEOUT / 1000} s`;
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return `The receiver can't be reached (${cause?.code ?? cause?.message ?? String(error)})`.slice(0, MAX_REASON);
}
