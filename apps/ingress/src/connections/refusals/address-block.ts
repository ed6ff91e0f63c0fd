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
