import type { FastifyRequest } from 'fastify';

/**
 * Whether a request changes nothing by its method: GET, HEAD, or a search by POST (RFC 7644 section 3.4.3). Told by the
 * route that takes it, not by the address, which can be written in many ways.
 */
export function isReading({ method, routeOptions }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  return method === 'POST' && routeOptions.url?.endsWith('/.search') === true;
}
