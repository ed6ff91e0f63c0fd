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

  it('measures provisioning only when asked to, on SQLite, and on MariaDB too when that is named', () => {
    expect(parseOptions([])).toMatchObject({ provisioning: null });
    expect(parseOptions(['--provisioning'])).toMatchObject({
      provisioning: { databases: ['sqlite'], creates: 2000, joins: 5000 },
    });
    expect(parseOptions(['--provisioning', '--database', 'mariadb'])).toMatchObject({
      provisioning: { databases: ['sqlite', 'mariadb'] },
    });
  });

  it('measures the audit only when asked to, with five million entries unless told otherwise', () => {
    expect(parseOptions([])).toMatchObject({ audit: null });
    expect(parseOptions(['--audit'])).toMatchObject({ audit: { entries: 5_000_000 } });
    expect(parseOptions(['--audit', '--quick'])).toMatchObject({ audit: { entries: 50_000 } });
    expect(parseOptions(['--audit', '--entries', '1000'])).toMatchObject({ audit: { entries: 1000, console: false } });
    expect(parseOptions(['--audit', '--console'])).toMatchObject({ audit: { console: true } });
  });

  it.each([
    [['--seconds', '0'], '--seconds must be a number above 0'],
    [['--in-flight', '1,x'], '--in-flight must be a number above 0'],
    [['--rounds', '1.5'], '--rounds must be a whole number'],
    [['--only', 'delete'], '--only knows'],
    [['--fast'], '--fast'],
    [['--provisioning', '--database', 'mysql'], '--database knows sqlite, mariadb'],
    [['--entries', '5'], '--entries goes with --audit'],
    [['--console'], '--console goes with --audit'],
    [['--audit', '--entries', '0.5'], '--entries must be a whole number'],
    [['--audit', '--provisioning'], '--audit and --provisioning are two runs'],
    [['--database', 'mariadb'], '--database goes with --provisioning'],
  ])('refuses %j and says why', (args, reason) => {
    expect(() => parseOptions(args)).toThrow(reason);
  });
});
