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
