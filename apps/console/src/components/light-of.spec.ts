import { lightOf } from './light-of.js';

const now = new Date('2026-11-26T12:00:00Z');
const live = { archived: null, liveTokens: 1, lastRequest: '2026-11-26T11:00:00Z' };
const tone = (change: object): string => lightOf({ ...live, ...change }, now).tone;

describe('the light of a connection', () => {
  it('says the first thing that keeps requests away', () => {
    expect(tone({})).toBe('good');
    expect(tone({ lastRequest: null })).toBe('info');
    expect(tone({ liveTokens: 0 })).toBe('warn');
    expect(tone({ liveTokens: 0, archived: '2026-11-01T00:00:00Z' })).toBe('quiet');
  });

  it('goes out a day after the last request', () => {
    expect(tone({ lastRequest: '2026-11-25T12:00:01Z' })).toBe('good');
    expect(tone({ lastRequest: '2026-11-25T12:00:00Z' })).toBe('quiet');
  });
});
