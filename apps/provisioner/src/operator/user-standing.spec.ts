import type { UserFacts, WantedFacts } from './user-facts.queries.js';
import { standingOf } from './user-standing.js';

const site = { id: 'blog', name: 'Blog', siteUrl: 'https://blog.example', closed: null };
const wanted: WantedFacts = {
  ...{ scimId: 'u', connection: 'idp', userName: 'ada', revision: 3, active: true, deleted: false },
};
const at = (day: number): Date => new Date(Date.UTC(2026, 0, day));
const link = (parts: object = {}): NonNullable<UserFacts['link']> => ({
  ...{ status: 'active', revision: 3, wordpressId: 7, login: 'ada', updatedAt: at(1), candidates: [] },
  ...parts,
});
const facts = (parts: Partial<UserFacts> = {}): UserFacts => ({
  ...{
    targetId: 'blog',
    scimId: 'u',
    link: link(),
    waiting: null,
    held: null,
    deletion: null,
    deadLetter: null,
    drift: [],
  },
  ...parts,
});
const deadLetter = { id: 5, code: 'email_taken', reason: 'Somebody has the address.', since: at(2) };
const waiting = { count: 1, since: at(4), attempts: 2, error: 'Bad gateway' };

describe('how a user stands in a site', () => {
  it.each([
    ['current', facts(), at(1), null],
    ['waiting', facts({ waiting }), at(4), 'Bad gateway'],
    ['waiting', facts({ link: link({ revision: 2 }) }), at(1), /Revision 3 is wanted/],
    ['held', facts({ held: { id: 9, since: at(5) } }), at(5), /approve/],
    ['ambiguous', facts({ link: link({ status: 'ambiguous', wordpressId: null }) }), at(1), /choose/],
    ['failed', facts({ link: link({ status: 'rejected' }), deadLetter }), at(1), 'Somebody has the address.'],
    ['scheduled', facts({ deletion: { id: 8, dueAt: at(20), since: at(6) } }), at(6), /2026-01-20/],
    ['none', facts({ link: link({ status: 'absent', wordpressId: null }) }), at(1), /by the settings/],
    ['none', undefined, null, /yet/],
  ])('is %s', (state, given, since, reason) => {
    const standing = standingOf(site, wanted, given);
    expect(standing).toMatchObject({ state, since });
    if (reason instanceof RegExp) expect(standing.reason).toMatch(reason);
    else expect(standing.reason).toBe(reason);
  });

  it('counts what is under way before what came of the last time, with the reason of a site that is closed', () => {
    const given = facts({ waiting, link: link({ status: 'rejected' }), deadLetter });
    expect(standingOf({ ...site, closed: 'The site is down.' }, wanted, given)).toMatchObject({
      ...{ state: 'waiting', reason: 'The site is down.', attempts: 2, deadLetter: { code: 'email_taken' } },
    });
  });

  it('puts wanted beside applied, and offers candidates only where there is a choice', () => {
    const candidates = [
      { id: 1, login: 'a', email: 'a@x', administrator: false, by: { by: 'email' as const, value: 'a@x' } },
    ];
    expect(standingOf(site, wanted, facts({ link: link({ revision: 2, candidates }) }))).toMatchObject({
      ...{ wantedRevision: 3, appliedRevision: 2, account: { id: 7, login: 'ada' }, candidates: [] },
    });
    const open = facts({ link: link({ status: 'ambiguous', wordpressId: null, candidates }) });
    expect(standingOf(site, wanted, open)).toMatchObject({ account: null, candidates });
  });
});
