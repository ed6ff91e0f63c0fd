import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * Address of the client: `request.ip` is what the trusted proxies say; what is no address there isn't believed. An IPv4
 * address that came over an IPv6 socket is IPv4, so that one client has one address.
 */
export function sourceIpOf(request: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  const ip = request.ip.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(ip) === 0 ? (request.socket.remoteAddress ?? '0.0.0.0') : ip;
}

/**
 * What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, which one client has to itself.
 * An abbreviation within those 64 bits may merge two neighbours, which does no harm here.
 */
export function addressBlock(ip: string): string {
  if (!ip.includes(':')) return ip;
  const [head = ''] = ip.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  return [...groups, '0', '0', '0', '0'].slice(0, 4).join(':');
}
