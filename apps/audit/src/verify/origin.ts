import type { Origin } from '@usher/events';
import { sourceIpOf } from '@usher/service';
import { newTraceId, parseTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';

/** Who acts, and from where: all operators share one token. */
export function operatorOrigin(request: FastifyRequest): Origin {
  const traceId = parseTraceparent(request.headers.traceparent)?.traceId ?? newTraceId();
  return { sourceIp: sourceIpOf(request), tokenId: 'operator', actor: 'Operator', traceId };
}
