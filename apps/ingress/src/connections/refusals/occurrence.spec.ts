import { addressBlock } from './address-block.js';
import { isWorthRecording } from './occurrence.js';

describe('what an administrator wants to see', () => {
  it.each([
    [400, true, true],
    [400, false, true],
    [409, false, true],
    [413, false, true],
    [404, false, true],
    [404, true, false],
    [412, false, false],
    [500, false, false],
    [503, false, false],
  ])('%d of a request that reads (%s): %s', (status, reads, recorded) => {
    expect(isWorthRecording(status, reads)).toBe(recorded);
  });
});

describe('one client', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s is %s', (ip, block) => {
    expect(addressBlock(ip)).toBe(block);
  });
});
