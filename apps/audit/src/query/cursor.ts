import { type Order, ORDERS, type Sort, SORTS } from './sort.js';

/** The last entry of a page, in the order that was asked for: the next page begins behind it. */
export interface Position {
  sort: Sort;
  order: Order;
  /** Of the column that is sorted by, as the database compares it; null where the entry has none, and for the time. */
  value: string | null;
  occurredAt: Date;
  /** Two entries of the same millisecond differ in it. */
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An opaque text that fits a query parameter without escaping. */
export function encodeCursor({ sort, order, value, occurredAt, id }: Position): string {
  return Buffer.from(JSON.stringify([sort, order, value, occurredAt.getTime(), id])).toString('base64url');
}

/** Undefined for a text that {@link encodeCursor} didn't make. */
export function decodeCursor(text: string): Position | undefined {
  const parts = parsed(Buffer.from(text, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== 5) return undefined;
  const [sort, order, value, time, id] = parts as unknown[];
  const occurredAt = new Date(typeof time === 'number' ? time : NaN);
  const sound =
    isOneOf(sort, SORTS) &&
    isOneOf(order, ORDERS) &&
    (value === null || (typeof value === 'string' && !value.includes('\0'))) &&
    !Number.isNaN(occurredAt.getTime()) &&
    typeof id === 'string' &&
    UUID.test(id);
  return sound ? { sort, order, value, occurredAt, id } : undefined;
}

function isOneOf<Word>(value: unknown, known: readonly Word[]): value is Word {
  return (known as readonly unknown[]).includes(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
