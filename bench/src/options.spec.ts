import { parseOptions } from './options.js';

describe('options of the bench', () => {
  it('measures every operation at 1, 16 and 64 in flight unless told otherwise', () => {
    expect(parseOptions([])).toMatchObject({ inFlight: [1, 16, 64], rounds: 2, seconds: 2, json: false });
  });

  it('keeps what is said beside --quick', () => {
    expect(parseOptions(['--quick', '--in-flight', '4', '--only', 'get'])).toMatchObject({
      inFlight: [4],
      operations: ['get'],
      rounds: 1,
    });
  });

  it.each([
    [['--seconds', '0'], '--seconds must be a number above 0'],
    [['--in-flight', '1,x'], '--in-flight must be a number above 0'],
    [['--rounds', '1.5'], '--rounds must be a whole number'],
    [['--only', 'delete'], '--only knows'],
    [['--fast'], '--fast'],
  ])('refuses %j and says why', (args, reason) => {
    expect(() => parseOptions(args)).toThrow(reason);
  });
});
