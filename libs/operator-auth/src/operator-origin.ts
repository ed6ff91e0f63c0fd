import type { Origin } from '@usher/events';
import { sourceIpOf } from '@usher/service';
import { newTraceId, parseTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';
import { operatorOf } from './operator.js';

/** Who acts, and from where, as events tell it. */
export function operatorOrigin(request: FastifyRequest): Origin {
  const { actor, subject } = operatorOf(request);
  return { sourceIp: sourceIpOf(request), tokenId: subject, actor, traceId: traceIdOf(request) };
}

/** Of the trace that the client has begun, else of a new one. */
export function traceIdOf(request: FastifyRequest): string {
  return parseTraceparent(request.headers.traceparent)?.traceId ?? newTraceId();
}
