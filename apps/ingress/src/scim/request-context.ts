import { isIP } from 'node:net';
import { formatTraceparent, newTraceId, parseTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';
import type { Cause } from '../directory/user-events.js';
import { SCIM_PATH } from './scim-routes.js';

/** The connection whose token came with the request. */
export function connectionOf(request: FastifyRequest): string {
  return callerOf(request).connection;
}

/** Who asked, from where, within which trace. */
export function causeOf(request: FastifyRequest): Cause {
  const { connection, tokenId, tokenName } = callerOf(request);
  const trace = parseTraceparent(request.headers.traceparent) ?? { traceId: newTraceId() };
  const origin = { sourceIp: sourceIp(request), tokenId, actor: tokenName, traceId: trace.traceId };
  return { connection, origin, traceparent: formatTraceparent(trace) };
}

/** As the client sees the service: behind trusted proxies by what they forward. */
export function baseUrlOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${SCIM_PATH}`;
}

function callerOf(request: FastifyRequest) {
  if (request.scimCaller === null) throw new Error('the route asks for no bearer token');
  return request.scimCaller;
}

/** `request.ip` is what the proxies say; what is no address there isn't believed. */
function sourceIp(request: FastifyRequest): string {
  const ip = request.ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(ip) === 0 ? (request.socket.remoteAddress ?? '0.0.0.0') : ip;
}
