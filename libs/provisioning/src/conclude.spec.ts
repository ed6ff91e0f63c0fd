import { conclude, type FinalStep } from './conclude.js';
import { decide } from './decide.js';
import type { Link, SiteAccount, UserEvent, WantedUser } from './types.js';

const policy = { reassignTo: null };

function event(user: Partial<WantedUser>): UserEvent {
  const base = { id: 'scim-1', revision: 2, userName: 'jane', externalId: null, active: true, deleted: false };
  const attributes = { emails: [{ value: 'new@x.org' }] };
  return { id: 'event-2', type: 'user.updated', user: { ...base, attributes, ...user } };
}

const fields = { user_login: 'jane', user_email: 'old@x.org' };
const link: Link = {
  ...{ wordpressId: 7, login: 'jane', revision: 1, causeId: 'event-1', status: 'active', stateHash: null, fields },
};
const account: SiteAccount = {
  ...{ id: 7, login: 'jane', active: true, revision: 2, fields: { ...fields, user_email: 'new@x.org' } },
};

function outcome(user: Partial<WantedUser>, before: Link | null, step?: FinalStep, fallbackStep?: FinalStep) {
  const of = event(user);
  const plan = decide({ event: of, link: before, policy });
  if (plan.kind === 'done') throw new Error('nothing to conclude');
  return conclude({ event: of, link: before, plan, step, fallbackStep });
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
      link: { revision: 2, causeId: 'event-2', status: 'active', wordpressId: 7, fields: account.fields },
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
    expect(action(done({ ...unchanged, account }), {}, { ...link, fields: account.fields })).toBe('none');
  });

  it('says when something had been changed in WordPress and is put back', () => {
    const step = done({ status: 'applied', action: 'update', account, changed: ['user_email'] });
    const { outcome: told } = outcome({}, { ...link, fields: account.fields }, step);
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
});
