import { isIP } from 'node:net';
import type { Origin } from '@usher/events';
import { newTraceId, parseTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';

/** Who acts, and from where: all operators share one token. */
export function operatorOrigin(request: FastifyRequest): Origin {
  const traceId = parseTraceparent(request.headers.traceparent)?.traceId ?? newTraceId();
  return { sourceIp: sourceIpOf(request), tokenId: 'operator', actor: 'Operator', traceId };
}

/** An IPv4 address that came over an IPv6 socket is IPv4; what no address is, a proxy said, isn't believed. */
function sourceIpOf(request: FastifyRequest): string {
  const ip = request.ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(ip) === 0 ? (request.socket.remoteAddress ?? '0.0.0.0') : ip;
}
