import { jest } from '@jest/globals';
import { Meter } from './meter.js';

const allowed = (meter: Meter, requests: number) =>
  Array.from({ length: requests }, () => meter.take()).filter(Boolean);

let now = 1_000;

beforeEach(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => jest.restoreAllMocks());

describe('the limit of requests a second', () => {
  it('lets so many through at once, and each second as many again', () => {
    const meter = new Meter().limitTo(5);
    expect(allowed(meter, 8)).toHaveLength(5);
    now += 400;
    expect(allowed(meter, 8)).toHaveLength(2);
    now += 10_000;
    expect(allowed(meter, 8)).toHaveLength(5);
  });

  it('goes on counting when the token is read anew, and begins anew with another limit', () => {
    const meter = new Meter().limitTo(5);
    allowed(meter, 5);
    expect(allowed(meter.limitTo(5), 8)).toHaveLength(0);
    expect(allowed(meter.limitTo(6), 8)).toHaveLength(6);
  });

  it('of 0 is none', () => {
    expect(allowed(new Meter().limitTo(0), 10_000)).toHaveLength(10_000);
  });
});
