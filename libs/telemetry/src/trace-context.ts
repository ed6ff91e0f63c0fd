import { randomUUID } from 'node:crypto';

/** A position in a trace, as `traceparent` carries it. */
export interface TraceContext {
  /** 32 lower-case hex digits, not all zero. */
  traceId: string;
  /** 16 lower-case hex digits, not all zero. */
  spanId: string;
  sampled: boolean;
}

/** A random trace id: 32 lower-case hex digits. (Node draws the randomness of UUIDs in bulk: a tenth of the cost.) */
export function newTraceId(): string {
  return randomUUID().replaceAll('-', '');
}

/** A random span id: 16 lower-case hex digits. */
export function newSpanId(): string {
  return randomUUID().slice(19).replace('-', '');
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const ZEROS = /^0+$/;

/**
 * Reads a `traceparent` header; undefined when it is missing or invalid and a new trace must begin.
 * A later version may carry more fields behind the four; version 00 may not.
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceparent(header: string | string[] | undefined): TraceContext | undefined {
  const match = typeof header === 'string' ? TRACEPARENT.exec(header.trim()) : null;
  if (match === null) return undefined;
  const [, version = '', traceId = '', spanId = '', flags = '', more] = match;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (ZEROS.test(traceId) || ZEROS.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (parseInt(flags, 16) & 1) === 1 };
}

/** Writes a `traceparent` header of version 00; without a span id a new one is made. */
export function formatTraceparent(context: { traceId: string; spanId?: string; sampled?: boolean }): string {
  return `00-${context.traceId}-${context.spanId ?? newSpanId()}-${(context.sampled ?? true) ? '01' : '00'}`;
}
