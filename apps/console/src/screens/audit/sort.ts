/** What the API sorts by; the first is the order of time, the newest first. */
const SORTS = ['occurredAt', 'userName', 'action', 'status', 'sourceIp', 'target', 'actor'] as const;

export interface EntrySort {
  by: (typeof SORTS)[number];
  order: 'asc' | 'desc';
}

const NEWEST_FIRST: EntrySort = { by: 'occurredAt', order: 'desc' };

export function isNewestFirst({ by, order }: EntrySort): boolean {
  return by === NEWEST_FIRST.by && order === NEWEST_FIRST.order;
}

export function sortNamed(name: string): EntrySort['by'] {
  return SORTS.find((known) => known === name) ?? NEWEST_FIRST.by;
}

/** An address that names a sort that isn't one means the usual one. */
export function sortOf(parameters: URLSearchParams): EntrySort {
  const by = sortNamed(parameters.get('sort') ?? '');
  const given = parameters.get('order');
  if (given === 'asc' || given === 'desc') return { by, order: given };
  return { by, order: by === 'occurredAt' ? 'desc' : 'asc' };
}

export function withSort(parameters: URLSearchParams, sort: EntrySort): URLSearchParams {
  const next = new URLSearchParams(parameters);
  next.delete('sort');
  next.delete('order');
  if (isNewestFirst(sort)) return next;
  next.set('sort', sort.by);
  next.set('order', sort.order);
  return next;
}
