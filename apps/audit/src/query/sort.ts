import type { Facet } from '../record/facets.js';
import { lowered } from './filter.js';

export const ORDERS = ['asc', 'desc'] as const;
export type Order = (typeof ORDERS)[number];

/** What a page can be sorted by beside the time, and its expression: as its index has it. Nulls come last in either order. */
export const SORT_COLUMNS = {
  userName: lowered('user_name'),
  action: 'action COLLATE "C"',
  status: 'status COLLATE "C"',
  sourceIp: 'source_ip',
  target: lowered('target'),
  actor: lowered('actor'),
} as const;

export type SortColumn = keyof typeof SORT_COLUMNS;
export type Sort = 'occurredAt' | SortColumn;

export const SORTS: readonly Sort[] = ['occurredAt', ...(Object.keys(SORT_COLUMNS) as SortColumn[])];

/** Those whose few values are those of the facets. */
export type FacetSort = Extract<SortColumn, keyof Facet>;

export function isFacetSort(sort: Sort): sort is FacetSort {
  return sort === 'action' || sort === 'status' || sort === 'target' || sort === 'actor';
}
