import { SiteError } from './port.js';

/** An answer read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body, undefined when it is no JSON. */
  json: unknown;
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  url: string;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
  /** Ends the exchange early, as when the site is closed. */
  signal: AbortSignal;
}

/** Connections that a server closed while idle show only when they are used again; every request here may be repeated. */
const CLOSED_WHILE_IDLE = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const NETWORK_FAULTS: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  UND_ERR_CONNECT_TIMEOUT: 'the connection was not accepted in time',
};

/**
 * One HTTP request; redirects are answers, not followed.
 *
 * @throws SiteError `unreachable` or `timeout` (transient), `certificate` (misconfigured)
 */
export async function exchange(request: HttpRequest): Promise<Answer> {
  try {
    return await once(request);
  } catch (error) {
    if (!CLOSED_WHILE_IDLE.has(networkCode(error)) || request.signal.aborted) throw networkError(request, error);
  }
  try {
    return await once(request);
  } catch (error) {
    throw networkError(request, error);
  }
}

async function once(request: HttpRequest): Promise<Answer> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    body: request.body,
    redirect: 'manual',
    signal: AbortSignal.any([request.signal, AbortSignal.timeout(request.timeoutMs)]),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): unknown {
  try {
    // A byte order mark in some file of the site comes before everything WordPress prints.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function networkError(request: HttpRequest, error: unknown): SiteError {
  const host = new URL(request.url).host;
  if (request.signal.aborted) return new SiteError('transient', 'closed', `The request to ${host} was given up.`);
  if ((error as Partial<Error>).name === 'TimeoutError')
    return new SiteError('transient', 'timeout', `${host} did not answer within ${request.timeoutMs} ms.`);
  const code = networkCode(error);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|^ERR_TLS/.test(code))
    return new SiteError('misconfigured', 'certificate', `The TLS certificate of ${host} is not valid (${code}).`);
  const reason = NETWORK_FAULTS[code] ?? (code || 'network error');
  return new SiteError('transient', 'unreachable', `${host} could not be reached: ${reason}.`);
}

/** fetch() wraps the error of the socket, sometimes in an AggregateError of all addresses tried. */
function networkCode(error: unknown): string {
  let at = error as { code?: unknown; cause?: unknown; errors?: unknown[] } | null | undefined;
  for (let depth = 0; at && depth < 5; depth++) {
    if (typeof at.code === 'string') return at.code;
    at = (at.errors?.[0] ?? at.cause) as typeof at;
  }
  return '';
}
