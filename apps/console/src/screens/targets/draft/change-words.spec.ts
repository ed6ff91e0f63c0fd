import { changesInWords } from './change-words.js';

const given = { to: 'first_name', from: { path: 'name.givenName' } };
const display = { to: 'display_name', from: [{ path: 'displayName' }, { constant: 'Nobody' }] };
const path = (at: string) => ({ path: `settings.${at}`, before: 1, after: 2 });

describe('the changes of settings in words', () => {
  it('tell a rule by the field that it writes, not by its place', () => {
    const office = { to: 'meta.office', from: { constant: 'Berlin' }, when: 'create' as const, column: 'Office' };
    const before = { mapping: [given, display] };
    const after = { mapping: [office, display] };
    expect(changesInWords([path('mapping[0].to'), path('budget.count')], before, after)).toEqual([
      { path: 'mapping of first_name', before: 'name.givenName', after: undefined },
      { path: 'mapping of meta.office', before: undefined, after: '“Berlin” (once, column “Office”)' },
      { path: 'budget.count', before: 1, after: 2 },
    ]);
  });

  it('tell of the sources in their order', () => {
    const after = { mapping: [given, { ...display, from: [...display.from].reverse() }] };
    expect(changesInWords([path('mapping[1].from[0]')], { mapping: [given, display] }, after)).toEqual([
      {
        path: 'mapping of display_name',
        before: 'displayName, else “Nobody”',
        after: '“Nobody”, else displayName',
      },
    ]);
  });

  it('do not hide that only the order of the rules is another', () => {
    const after = { mapping: [display, given] };
    expect(changesInWords([path('mapping[0].to')], { mapping: [given, display] }, after)).toEqual([
      { path: 'mapping, order', before: 'first_name, display_name', after: 'display_name, first_name' },
    ]);
  });

  it('leave the mapping out when it is as it was', () => {
    expect(changesInWords([path('scope')], { mapping: [] }, { mapping: [] })).toEqual([
      { path: 'scope', before: 1, after: 2 },
    ]);
  });
});
