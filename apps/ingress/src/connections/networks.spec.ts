import { isNetwork, networkTest } from './networks.js';

describe('a network', () => {
  it.each(['203.0.113.7', '10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32', '::1', '::/0'])('%s is one', (text) => {
    expect(isNetwork(text)).toBe(true);
  });

  it.each(['', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/-1', '10.0.0.0/8/8', '::/129', 'fe80::1%eth0', 'example.org', 7])(
    '%p is none',
    (text) => {
      expect(isNetwork(text)).toBe(false);
    },
  );

  it.each([
    ['10.1.2.3', true],
    ['11.1.2.3', false],
    ['203.0.113.7', true],
    ['203.0.113.8', false],
    ['2001:db8:1::1', true],
    ['2001:db9::1', false],
    ['::ffff:10.1.2.3', true],
    ['no address', false],
  ])('of 10.0.0.0/8, 203.0.113.7 and 2001:db8::/32: %s is in one: %s', (ip, inside) => {
    expect(networkTest(['10.0.0.0/8', '203.0.113.7', '2001:db8::/32'])(ip)).toBe(inside);
  });
});
