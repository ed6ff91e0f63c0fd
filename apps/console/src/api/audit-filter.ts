import type { Query } from './client.js';

/** What entries can be asked for, by the names of the API. */
export const FILTER_FIELDS = [
  ...(['q', 'userName', 'email', 'login', 'sourceIp', 'action', 'status', 'kind', 'target', 'actor'] as const),
  ...(['connection', 'code', 'resourceId', 'traceId', 'from', 'to'] as const),
] as const;
export type FilterField = (typeof FILTER_FIELDS)[number];

/** Several values of action, status and kind by comma, as in an address. */
export type AuditFilter = Partial<Record<FilterField, string>>;

/** A time range that moves with the clock. */
export const LAST = { '1h': 1, '24h': 24, '7d': 7 * 24, '30d': 30 * 24, '90d': 90 * 24 } as const;
export type Last = keyof typeof LAST;

/** What is looked for: the whole of it is in the address of the screen. */
export interface AuditSearch extends AuditFilter {
  /** In place of from and to. */
  last?: Last;
}

export const isLast = (text: string | null | undefined): text is Last =>
  text !== null && text !== undefined && Object.hasOwn(LAST, text);

export function searchOf(parameters: URLSearchParams): AuditSearch {
  const search: AuditSearch = {};
  for (const field of FILTER_FIELDS) {
    const value = parameters.get(field)?.trim();
    if (value) search[field] = value;
  }
  const last = parameters.get('last');
  if (isLast(last)) search.last = last;
  return search;
}

/** Puts a search into an address, whose other parameters stay. */
export function withSearch(parameters: URLSearchParams, search: AuditSearch): URLSearchParams {
  const next = new URLSearchParams(parameters);
  for (const name of [...FILTER_FIELDS, 'last'] as const) {
    const value = search[name]?.trim();
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/**
 * As the API takes it. Where the range is a day and more it begins with a full hour, since whole hours are counted
 * already, and the total of millions is exact.
 */
export function filterOf({ last, ...filter }: AuditSearch, now: Date): AuditFilter {
  if (last === undefined) return filter;
  const step = LAST[last] >= 24 ? HOUR : MINUTE;
  const from = Math.floor((now.getTime() - LAST[last] * HOUR) / step) * step;
  return { ...filter, from: new Date(from).toISOString(), to: undefined };
}

/** In the body of a request. */
export function bodyOf(filter: AuditFilter): Record<string, string> {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== ''));
}

export const queryOf = (filter: AuditFilter): Query => bodyOf(filter);

export const isEmptySearch = (search: AuditSearch): boolean => Object.values(search).every((value) => !value);
