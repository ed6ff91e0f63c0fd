import { monthOfPartition, nextMonth } from '../record/partitions.js';
import type { EntryFilter } from './filter.js';
import type { Statement } from './page-statements.js';
import type { Order } from './sort.js';

/** What is older is searched at once. */
const ONE_BY_ONE = 12;

/** Names of the partitions there are. */
export const PARTITIONS: Statement = {
  text: `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit.entries'::regclass`,
  values: [],
};

/**
 * The times to search one after another, in the order of the answer. Each month has statistics of its own: by them a word
 * of old entries isn't looked for in all that are newer.
 */
export function spansOf(
  partitions: readonly string[],
  { from, to }: Pick<EntryFilter, 'from' | 'to'>,
  order: Order,
  after?: Date,
): { from: Date; to: Date }[] {
  const sign = order === 'asc' ? 1 : -1;
  const months = partitions
    .flatMap((name) => monthOfPartition(name) ?? [])
    .sort((a, b) => sign * (a.getTime() - b.getTime()))
    .map((month) => ({ from: later(month, from), to: earlier(nextMonth(month), to) }))
    .filter((span) => span.from < span.to)
    .filter((span) => after === undefined || (order === 'asc' ? after < span.to : after >= span.from));
  const rest = months.slice(ONE_BY_ONE);
  const [first, last] = [rest[0], rest.at(-1)];
  if (first === undefined || last === undefined) return months;
  const whole = order === 'asc' ? { from: first.from, to: last.to } : { from: last.from, to: first.to };
  return [...months.slice(0, ONE_BY_ONE), whole];
}

function later(month: Date, from: Date | undefined): Date {
  return from === undefined || from < month ? month : from;
}

function earlier(month: Date, to: Date | undefined): Date {
  return to === undefined || to > month ? month : to;
}
