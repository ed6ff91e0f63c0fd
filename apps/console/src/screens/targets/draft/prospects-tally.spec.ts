import { budgetOf, changing, NOBODY, tallied, whole } from './prospects-tally.js';

const line = (userName: string, prospect: string, departure = false) => ({
  ...{ scimId: userName, userName, prospect, departure, code: null, detail: '' },
});

describe('what would come of settings for everybody', () => {
  it('adds up line by line, and keeps a few of each kind', () => {
    const many = Array.from({ length: 9 }, (_, n) => line(`user${n}`, 'update'));
    const first = tallied(NOBODY, [line('ada', 'unchanged'), ...many]);
    const all = tallied(first, [line('bob', 'deactivate', true), { summary: true }]);
    expect(all).toMatchObject({ users: 11, departures: 1, complete: true });
    expect(all.counts).toEqual({ unchanged: 1, update: 9, deactivate: 1 });
    expect(all.samples.update?.map(({ userName }) => userName)).toEqual(['user0', 'user1', 'user2', 'user3', 'user4']);
    expect(first).toMatchObject({ users: 10, complete: false });
  });

  it('is no result when Usher failed on the way, or the answer ended early', () => {
    expect(() => tallied(NOBODY, [line('ada', 'update'), { error: 'Usher failed on the way.' }])).toThrow(
      'Usher failed on the way.',
    );
    expect(() => whole(tallied(NOBODY, [line('ada', 'update')]))).toThrow('broke off');
    expect(whole(tallied(NOBODY, [line('ada', 'update'), { summary: true }])).users).toBe(1);
  });

  it('does not call a change what leaves the site as it is', () => {
    const kinds = ['unchanged', 'skip', 'reject', 'stale', 'create', 'remove_roles'];
    expect(
      changing(
        tallied(
          NOBODY,
          kinds.map((kind) => line(kind, kind)),
        ),
      ),
    ).toBe(2);
  });

  it('counts departures against the smaller of both limits', () => {
    expect(budgetOf({ count: 500, share: 0.1 }, 40)).toBe(4);
    expect(budgetOf({ count: 2, share: 0.1 }, 40)).toBe(2);
    expect(budgetOf({ count: null, share: null }, 40)).toBeNull();
    expect(budgetOf({ count: 0, share: null }, 40)).toBe(0);
  });
});
