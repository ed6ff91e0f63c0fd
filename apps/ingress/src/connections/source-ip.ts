import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * Address of the client: `request.ip` is what the trusted proxies say; what is no address there isn't believed. An IPv4
 * address that came over an IPv6 socket is IPv4, so that one client has one address.
 */
export function sourceIpOf(request: FastifyRequest): string {
  const ip = request.ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(ip) === 0 ? (request.socket.remoteAddress ?? '0.0.0.0') : ip;
}
