import { formatTraceparent, newTraceId, parseTraceparent } from '@usher/telemetry';
import type { FastifyRequest } from 'fastify';
import { sourceIpOf } from '@usher/service';
import type { Caller } from '../connections/token-directory.js';
import type { Cause } from '../directory/cause.js';
import { SCIM_PATH } from './scim-routes.js';

/** The connection whose token came with the request. */
export function connectionOf(request: FastifyRequest): string {
  return callerOf(request).connection;
}

/** How the connection speaks of users and groups. */
export function dialectsOf(request: FastifyRequest): Caller['dialects'] {
  return callerOf(request).dialects;
}

/** Who asked, from where, within which trace. */
export function causeOf(request: FastifyRequest): Cause {
  const { connection, tokenId, tokenName, answer, passwordSync } = callerOf(request);
  const trace = parseTraceparent(request.headers.traceparent) ?? { traceId: newTraceId() };
  const origin = { sourceIp: sourceIpOf(request), tokenId, actor: tokenName, traceId: trace.traceId };
  return {
    connection,
    origin,
    traceparent: formatTraceparent(trace),
    passwords: passwordSync,
    ...(answer.mode === 'applied' && { awaiting: [] }),
  };
}

/** As the client sees the service: behind trusted proxies by what they forward. */
export function baseUrlOf(request: FastifyRequest): string {
  return `${request.protocol}://${request.host}${SCIM_PATH}`;
}

export function callerOf(request: FastifyRequest): Caller {
  if (request.scimCaller === null) throw new Error('the route asks for no bearer token');
  return request.scimCaller;
}
