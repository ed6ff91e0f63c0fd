import { decide } from '../decision/decide.js';
import { accountOf, eventOf, linkOf, policyOf } from '../testing/fixtures.js';
import type { Link, WantedUser } from '../types.js';
import { conclude, type FinalStep } from './conclude.js';

const event = (user: Partial<WantedUser>) => eventOf({ attributes: { emails: [{ value: 'new@x.org' }] }, ...user });

const fields = { user_login: 'jane', user_email: 'old@x.org' };
const link = linkOf({ fields });
const account = accountOf({ fields: { ...fields, user_email: 'new@x.org' } });
const set = { ...account.fields };

function outcome(
  user: Partial<WantedUser>,
  before: Link | null,
  step?: FinalStep,
  fallbackStep?: FinalStep,
  settings = {},
  held = false,
) {
  const of = event(user);
  const plan = decide({ event: of, link: before, policy: policyOf(settings) });
  if (plan.kind === 'done') throw new Error('nothing to conclude');
  return conclude({ event: of, link: before, plan, step, fallbackStep, held });
}

const done = (result: Extract<FinalStep, { kind: 'done' }>['result']): FinalStep => ({ kind: 'done', result });
const refused = (code: string): FinalStep => ({ kind: 'rejected', code, message: 'No.' });

describe('conclude', () => {
  it('tells the fields that changed, before and after, in words', () => {
    const step = done({ status: 'applied', action: 'update', account, changed: ['user_email'] });
    expect(outcome({}, link, step)).toMatchObject({
      outcome: {
        ...{ type: 'succeeded', action: 'update', code: null, account: { id: 7, login: 'jane' } },
        detail: 'Changed e-mail address of "jane".',
        changes: [{ path: 'user_email', before: 'old@x.org', after: 'new@x.org' }],
      },
      link: { revision: 2, causeId: 'event-2', status: 'active', wordpressId: 7, fields: set },
    });
  });

  it('tells what an earlier attempt did whose answer was lost', () => {
    const unchanged = { status: 'unchanged' as const, action: 'none' as const, changed: [] };
    const action = (step: FinalStep, user: Partial<WantedUser>, before: Link | null) =>
      outcome(user, before, step).outcome.action;
    expect(action(done({ ...unchanged, account }), {}, null)).toBe('create');
    expect(action(done({ ...unchanged, account }), {}, link)).toBe('update');
    expect(action(done({ ...unchanged, account: { ...account, active: false } }), { active: false }, link)).toBe(
      'deactivate',
    );
    expect(action(done({ ...unchanged, account }), {}, { ...link, status: 'inactive' })).toBe('reactivate');
    expect(action(done({ ...unchanged, account: null }), { deleted: true }, link)).toBe('delete');
    expect(action(done({ ...unchanged, account }), {}, { ...link, fields: set })).toBe('none');
  });

  it('says when something had been changed in WordPress and is put back', () => {
    const step = done({ status: 'applied', action: 'update', account, changed: ['user_email'] });
    const { outcome: told } = outcome({}, { ...link, fields: set }, step);
    expect(told.detail).toBe('Put back, since it had been changed in WordPress: e-mail address.');
  });

  it('skips an inactive user who never had an account, and remembers that', () => {
    const step = done({ status: 'unchanged', action: 'none', account: null, changed: [] });
    expect(outcome({ active: false }, null, step)).toMatchObject({
      outcome: { type: 'skipped', code: 'not_created_inactive', detail: expect.stringContaining('because inactive') },
      link: { status: 'absent', revision: 2, wordpressId: null },
    });
  });

  it('rejects in words, and keeps what is known of the account', () => {
    expect(outcome({}, link, refused('email_taken'))).toMatchObject({
      outcome: {
        type: 'rejected',
        code: 'email_taken',
        detail: expect.stringMatching(/already uses this e-mail.*No\.$/),
      },
      link: { status: 'rejected', revision: 2, wordpressId: 7, fields },
    });
  });

  it('tells what was to be done when it was refused', () => {
    const action = (user: object, before: Link | null) => outcome(user, before, refused('email_taken')).outcome.action;
    expect(action({}, null)).toBe('create');
    expect(action({}, link)).toBe('update');
    expect(action({ active: false }, link)).toBe('deactivate');
    expect(action({}, { ...link, status: 'inactive' })).toBe('reactivate');
    expect(action({ deleted: true }, link)).toBe('delete');
  });

  it('says so when it is another user of the identity provider who has the e-mail address', () => {
    const step: FinalStep = { kind: 'rejected', code: 'email_taken', message: 'No.', holder: 'b' };
    const { outcome: told } = outcome({}, link, step);
    expect(told.code).toBe('email_taken');
    expect(told.detail).toMatch(/Another user of the identity provider/);
  });

  it('says that a leaver is shut out when the deletion was refused', () => {
    const shut = done({ status: 'applied', action: 'deactivate', account: { ...account, active: false }, changed: [] });
    const { outcome: told } = outcome({ deleted: true }, link, refused('has_content'), shut);
    expect(told).toMatchObject({ type: 'rejected', action: 'deactivate', code: 'has_content' });
    expect(told.detail).toMatch(/USHER_REASSIGN_TO.*deactivated all the same/);
  });

  it('warns when a leaver could not be shut out either', () => {
    const { outcome: told } = outcome({ deleted: true }, link, refused('has_content'), refused('protected_account'));
    expect(told.detail).toMatch(/still open/);
  });

  it('drops what the site knows to be older, and learns the account', () => {
    const step: FinalStep = { kind: 'stale', result: { status: 'stale', revision: 9, account } };
    expect(outcome({}, null, step)).toMatchObject({
      outcome: { type: 'stale', detail: expect.stringContaining('revision 9'), account: { id: 7 } },
      link: { revision: 2, wordpressId: 7, status: 'active' },
    });
  });

  it('leaves the link alone when the link itself is newer', () => {
    expect(outcome({}, { ...link, revision: 4 }).link).toBeNull();
  });

  it('tells by which evidence an account was adopted', () => {
    const adopted = { by: 'email', value: 'new@x.org' } as const;
    const step = done({ status: 'applied', action: 'adopt', account, changed: ['first_name'], adopted });
    const { outcome: told, link: kept } = outcome({}, null, step);
    expect(told).toMatchObject({ type: 'succeeded', action: 'adopt' });
    expect(told.detail).toMatch(/Linked the account "jane" that was there, found by its e-mail address new@x\.org/);
    expect(kept).toMatchObject({ status: 'active', wordpressId: 7 });
  });

  it('gives the accounts to choose from when more than one could be the user', () => {
    const by = { by: 'meta', key: 'old_id', value: '42' } as const;
    const candidates = [1, 2].map((id) => ({ id, login: `jane${id}`, email: '', administrator: false, by }));
    const ended = outcome({}, null, { kind: 'rejected', code: 'ambiguous_match', message: 'Two.', candidates });
    expect(ended).toMatchObject({
      ...{ outcome: { type: 'rejected', code: 'ambiguous_match' }, link: { status: 'ambiguous' }, candidates },
    });
  });

  it('holds a departure: nothing is done, and the account is as before', () => {
    const ended = outcome({ deleted: true }, link, undefined, undefined, {}, true);
    expect(ended).toMatchObject({
      outcome: { type: 'held', action: 'delete', code: 'held', detail: expect.stringMatching(/waits for approval/) },
      link: { status: 'held', wordpressId: 7, fields, revision: 2, causeId: 'event-2' },
    });
  });

  it('skips what the owner does not want, and remembers that the event was seen', () => {
    const off = { switches: { deactivate: false } };
    expect(outcome({ active: false }, link, undefined, undefined, off)).toMatchObject({
      outcome: { type: 'skipped', code: 'switched_off', account: { id: 7 } },
      link: { status: 'active', revision: 2, causeId: 'event-2', fields },
    });
    expect(outcome({}, null, undefined, undefined, { switches: { create: false } })).toMatchObject({
      link: { status: 'absent', wordpressId: null, revision: 2 },
    });
  });

  it('says when an account will be deleted, if there is one', () => {
    const later = { deprovisioning: { inactive: { do: 'delete_after', days: 30 } } };
    const shut = done({ status: 'applied', action: 'deactivate', account: accountOf({ active: false }), changed: [] });
    const ended = outcome({ active: false }, link, shut, undefined, later);
    expect(ended.deleteAfterDays).toBe(30);
    expect(ended.outcome.detail).toMatch(/deleted in 30 days, unless/);
    const nobody = done({ status: 'unchanged', action: 'none', account: null, changed: [] });
    expect(outcome({ active: false }, null, nobody, undefined, later).deleteAfterDays).toBeNull();
    const saved = outcome({ active: false }, link, refused('email_taken'), shut, later);
    expect(saved.deleteAfterDays).toBe(30);
  });

  it('tells usermeta, roles and groups that changed, but no password', () => {
    const mapping = [
      { to: 'user_email', from: { path: 'emails' } },
      { to: 'meta.title', from: { path: 'title' } },
    ];
    const now = accountOf({ ...account, meta: { title: 'Boss' }, roles: ['editor'], groups: ['A'] });
    const changed = ['meta.title', 'roles', 'groups', 'password'];
    const before = { ...link, fields: { ...fields, user_email: 'new@x.org', 'meta.title': 'Clerk' } };
    const attributes = { emails: [{ value: 'new@x.org' }], title: 'Boss' };
    const step = done({ status: 'applied', action: 'update', account: now, changed });
    const ended = outcome({ attributes }, before, step, undefined, { mapping });
    expect(ended.outcome.changes).toEqual([
      { path: 'meta.title', before: 'Clerk', after: 'Boss' },
      { path: 'roles', before: null, after: ['editor'] },
      { path: 'groups', before: null, after: ['A'] },
      { path: 'password', before: null, after: null },
    ]);
    expect(ended.outcome.detail).toBe('Changed title, roles, groups, password of "jane".');
    expect(ended.link?.fields).toMatchObject({ 'meta.title': 'Boss' });
  });

  it('knows an account without roles', () => {
    const policy = { deprovisioning: { inactive: { do: 'remove_roles' } } };
    const bare = done({
      status: 'applied',
      action: 'remove_roles',
      account: accountOf({ withoutRoles: true }),
      changed: [],
    });
    expect(outcome({ active: false }, link, bare, undefined, policy)).toMatchObject({
      ...{ outcome: { action: 'remove_roles' }, link: { status: 'without_roles' } },
    });
    const back = done({ status: 'unchanged', action: 'none', account, changed: [] });
    expect(outcome({}, { ...link, status: 'without_roles' }, back).outcome.action).toBe('reactivate');
  });

  it('takes the account for open again when a held departure is not wanted any more', () => {
    const nothing = { deprovisioning: { inactive: { do: 'nothing' } } };
    const held = { ...link, status: 'held' as const };
    expect(outcome({ active: false }, held, undefined, undefined, nothing).link?.status).toBe('active');
  });

  it('remembers what an older state may have set before the newer one came', () => {
    const named = accountOf({ fields: { ...fields, first_name: 'Jane' }, revision: 9 });
    const step: FinalStep = { kind: 'stale', result: { status: 'stale', revision: 9, account: named } };
    const attributes = { emails: [{ value: 'new@x.org' }], name: { givenName: 'Jane' } };
    expect(outcome({ attributes }, link, step).link?.fields).toMatchObject({ first_name: 'Jane' });
  });
});
