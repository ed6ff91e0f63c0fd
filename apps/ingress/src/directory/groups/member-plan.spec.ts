import type { MemberChange } from '@usher/scim';
import { isNothing, KEEP_ALL, planOf } from './member-plan.js';

describe('a plan for the members of a group', () => {
  it('lets the later of two changes of one member count', () => {
    const plan = planOf(
      [
        { kind: 'add', values: ['a', 'b'] },
        { kind: 'remove', values: ['a', 'c'] },
        { kind: 'add', values: ['c'] },
      ],
      true,
    );
    expect(plan).toEqual({ keep: 'all', add: ['b', 'c'], remove: ['a'], removeWhere: [], byExternalId: true });
  });

  it('forgets what was before all members are set or removed', () => {
    const before = { kind: 'add' as const, values: ['a'] };
    const set = planOf(
      [before, { kind: 'set', values: ['b'] }, { kind: 'add', values: ['c'] }] as MemberChange[],
      false,
    );
    expect(set).toMatchObject({ keep: 'none', add: ['b', 'c'], remove: [] });
    expect(planOf([before, { kind: 'clear' }] as MemberChange[], false)).toMatchObject({ keep: 'none', add: [] });
  });

  it('is nothing without changes', () => {
    expect(isNothing(planOf([], true))).toBe(true);
    expect(isNothing(KEEP_ALL)).toBe(true);
    expect(isNothing(planOf([{ kind: 'clear' }], true))).toBe(false);
  });
});
