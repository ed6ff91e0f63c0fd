import { session } from '../auth/session.js';
import { t } from '../texts/en.js';
import { ApiError, errorOf } from './api-error.js';

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** What is undefined, null or empty is left out. */
  query?: Query;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** `/api/x?limit=2` */
export function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

/**
 * Asks Usher in the name of who is signed in. An answer of 401 ends the session, which leads back to sign-in.
 *
 * @throws {ApiError} for an answer that isn't 2xx, and when there is none
 */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
  const { method = 'GET', body, query, headers, signal } = options;
  const bearer = session.bearer();
  const response = await fetch(withQuery(path, query), {
    method,
    signal,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(0, t.common.failed.network);
  });
  if (response.ok) return response;
  if (response.status === 401 && bearer !== undefined) session.end('refused', bearer);
  throw errorOf(response.status, await bodyOf(response));
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function json<T>(path: string, options?: RequestOptions): Promise<T> {
  const response = await send(path, options);
  const text = await response.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** Answers as JSON; every method rejects with an {@link ApiError}. */
export const api = {
  get: <T>(path: string, options?: Pick<RequestOptions, 'query' | 'signal'>) => json<T>(path, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    json<T>(path, { ...options, method: 'POST', body }),
  put: <T>(path: string, body: unknown) => json<T>(path, { method: 'PUT', body }),
  patch: <T>(path: string, body: unknown) => json<T>(path, { method: 'PATCH', body }),
  delete: <T = void>(path: string, query?: Query) => json<T>(path, { method: 'DELETE', query }),
};
