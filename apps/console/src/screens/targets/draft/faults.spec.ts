import { excerpt, faultsAt, faultsWithin, faultWords, partOf } from './faults.js';

const faults = [
  { path: 'mapping[1].from.expression', message: 'a', position: 3 },
  { path: 'mapping[11].to', message: 'b' },
  { path: 'mapping[1]', message: 'c' },
];

describe('faults of the settings', () => {
  it('belong to the field of their path alone', () => {
    expect(faultsAt(faults, 'mapping[1].from.expression')).toEqual([faults[0]]);
    expect(faultsAt(faults, 'mapping[1]')).toEqual([faults[2]]);
    expect(faultsWithin(faults, 'mapping[1]')).toEqual([faults[0], faults[2]]);
    expect(faultsWithin(faults, 'mapping')).toHaveLength(3);
    expect(faultsWithin(faults, 'map')).toEqual([]);
  });

  it('tell the character as people count, from one', () => {
    expect(faultWords({ path: '', message: 'Wrong.', position: 0 })).toContain('character 1');
    expect(faultWords({ path: '', message: 'Wrong.' })).toBe('Wrong.');
  });

  it('show the text around the place, at its end too', () => {
    expect(excerpt('user.nam', 5)).toEqual({ before: 'user.', at: 'n', after: 'am' });
    expect(excerpt('1 +', 3)).toEqual({ before: '1 +', at: ' ', after: '' });
    const long = excerpt('x'.repeat(200), 100);
    expect(long.before).toMatch(/^…x{24}$/);
    expect(long.after).toMatch(/^x{23}…$/);
  });

  it('are found in the tab that mends them', () => {
    expect(['mapping[0].to', 'content.fallback', 'scope', 'roles.rules[0]', 'budget.count', ''].map(partOf)).toEqual([
      ...['mapping', 'deprovisioning', 'scope', 'roles', 'limits', 'limits'],
    ]);
  });
});
