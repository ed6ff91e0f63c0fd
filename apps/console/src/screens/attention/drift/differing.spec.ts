import type { DriftFinding } from '../../../api/drift.js';
import { differingOf, repairable } from './differing.js';

const finding = (id: number, more: Partial<DriftFinding>): DriftFinding => ({
  ...{ id, scimId: null, userName: null, wordpressId: null, login: null, group: 'profile', path: 'first_name' },
  ...{ wanted: 'a', found: 'b', state: 'open', note: null, firstSeen: '', lastSeen: '' },
  ...more,
});

describe('differences', () => {
  it('stand together by person, those that ask first, without what is settled or under way', () => {
    const all = differingOf([
      finding(1, { scimId: 'ada', userName: 'ada' }),
      finding(2, { scimId: 'bob', userName: 'bob', state: 'asked' }),
      finding(3, { scimId: 'ada', userName: 'ada', path: 'roles' }),
      finding(4, { scimId: 'eve', userName: 'eve', state: 'dismissed' }),
      finding(5, { scimId: 'bob', userName: 'bob', state: 'repairing' }),
    ]);
    expect(all.map(({ name, findings }) => [name, findings.map(({ id }) => id)])).toEqual([
      ['bob', [2]],
      ['ada', [1, 3]],
    ]);
  });

  it('of accounts of nobody are each of its own, and nothing that can be put right', () => {
    const strangers = [
      finding(1, { wordpressId: 7, login: 'x', group: 'unlinked' }),
      finding(2, { wordpressId: 8, login: 'y', group: 'unlinked' }),
    ];
    expect(differingOf(strangers).map(({ name }) => name)).toEqual(['x', 'y']);
    expect(strangers.filter(repairable)).toEqual([]);
  });
});
