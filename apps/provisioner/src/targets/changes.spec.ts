import { changesBetween } from './changes.js';

describe('the changes of settings, as the audit hears of them', () => {
  it('name the innermost part that differs', () => {
    const before = {
      scope: null,
      switches: { create: true, update: true },
      mapping: [{ to: 'a', from: { path: 'x' } }],
    };
    const after = {
      scope: 'active eq true',
      switches: { create: true, update: false },
      mapping: [{ to: 'a', from: { path: 'y' } }, { to: 'b' }],
    };
    expect(changesBetween(before, after, 'settings')).toEqual([
      { path: 'settings.scope', before: null, after: 'active eq true' },
      { path: 'settings.switches.update', before: true, after: false },
      { path: 'settings.mapping[0].from.path', before: 'x', after: 'y' },
      { path: 'settings.mapping[1]', before: null, after: { to: 'b' } },
    ]);
    expect(changesBetween(before, structuredClone(before), 'settings')).toEqual([]);
    expect(changesBetween(after, before, 'settings')).toContainEqual({
      ...{ path: 'settings.mapping[1]', before: { to: 'b' }, after: null },
    });
  });

  it('tell of what has another kind as a whole', () => {
    expect(changesBetween({ from: [{ path: 'x' }] }, { from: { path: 'x' } }, '')).toEqual([
      { path: 'from', before: [{ path: 'x' }], after: { path: 'x' } },
    ]);
  });
});
