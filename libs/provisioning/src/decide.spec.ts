import { decide } from './decide.js';
import type { Link, Policy, UserEvent, WantedUser } from './types.js';

const policy: Policy = { reassignTo: null };
const emails = [{ value: 'jane@x.org' }];

function event(user: Partial<WantedUser>, rest: Partial<UserEvent> = {}): UserEvent {
  const base = { id: 'scim-1', revision: 2, userName: 'jane', externalId: null, active: true, deleted: false };
  return { id: 'event-2', type: 'user.updated', ...rest, user: { ...base, attributes: { emails }, ...user } };
}

const link: Link = {
  ...{ wordpressId: 7, login: 'jane', revision: 1, causeId: 'event-1', status: 'active', stateHash: null },
  fields: { user_login: 'jane', user_email: 'jane@x.org' },
};

describe('decide', () => {
  it('makes the account look as wanted', () => {
    expect(decide({ event: event({}), link, policy })).toEqual({
      kind: 'execute',
      operation: {
        ...{ op: 'upsert', scimId: 'scim-1', revision: 2, active: true },
        fields: { user_login: 'jane', user_email: 'jane@x.org' },
      },
      fallback: null,
      notes: [],
    });
  });

  it('drops what is older than what was applied', () => {
    expect(decide({ event: event({}), link: { ...link, revision: 3 }, policy })).toEqual({ kind: 'stale', newer: 3 });
  });

  it('finishes silently an event that is recorded, on whichever topic it comes', () => {
    const recorded = { ...link, revision: 2, causeId: 'event-2' };
    expect(decide({ event: event({}), link: recorded, policy })).toEqual({ kind: 'done' });
    expect(decide({ event: event({}), link: { ...recorded, causeId: 'other' }, policy })).toEqual({ kind: 'done' });
  });

  it('applies a recorded revision again when asked to resynchronise', () => {
    const resync = event({}, { id: 'event-9', type: 'user.resynced' });
    expect(decide({ event: resync, link: { ...link, revision: 2 }, policy })).toMatchObject({ kind: 'execute' });
  });

  it('shuts out a deactivated user even when the site refuses the other fields', () => {
    const plan = decide({ event: event({ active: false }), link, policy });
    expect(plan).toMatchObject({
      operation: { op: 'upsert', active: false },
      fallback: { op: 'deactivate', scimId: 'scim-1', revision: 2 },
    });
  });

  it('never creates an account for an inactive user, but tells the site', () => {
    const plan = decide({ event: event({ active: false }), link: null, policy });
    expect(plan).toMatchObject({ operation: { op: 'deactivate' } });
  });

  it('deletes with the heir of the policy, and shuts out when that is refused', () => {
    const plan = decide({ event: event({ deleted: true }), link, policy: { reassignTo: 'editor' } });
    expect(plan).toMatchObject({
      operation: { op: 'delete', reassign: 'editor', revision: 2 },
      fallback: { op: 'deactivate' },
    });
  });

  it('tells the site of the deletion of a user it never had, so that older events stay stale there', () => {
    expect(decide({ event: event({ deleted: true }), link: null, policy })).toMatchObject({
      operation: { op: 'delete' },
    });
  });

  it('rejects a new user without an e-mail address, and says what to do', () => {
    const plan = decide({ event: event({ attributes: {} }), link: null, policy });
    expect(plan).toMatchObject({ kind: 'reject', code: 'email_missing', detail: expect.stringContaining('e-mail') });
  });

  it('keeps the old e-mail address when the IdP sends none any more', () => {
    const plan = decide({ event: event({ attributes: {} }), link, policy });
    expect(plan).toMatchObject({
      operation: { fields: { user_email: 'jane@x.org' } },
      notes: [expect.stringContaining('stays')],
    });
  });

  it('deactivates although there is no e-mail address at all', () => {
    const bare = { ...link, fields: null };
    const plan = decide({ event: event({ attributes: {}, active: false }), link: bare, policy });
    expect(plan).toMatchObject({ operation: { op: 'deactivate' } });
  });

  it('applies all but the login when the user name changes, and says so', () => {
    const plan = decide({ event: event({ userName: 'jane.doe' }), link, policy });
    expect(plan).toMatchObject({
      operation: { op: 'upsert' },
      notes: [expect.stringContaining('The login stays "jane"')],
    });
  });

  it('believes what a preview saw in the site more than the link', () => {
    const account = {
      id: 7,
      login: 'jane',
      active: true,
      revision: 5,
      fields: { user_login: 'jane', user_email: 'j@x' },
    };
    expect(decide({ event: event({}), link, account, policy })).toEqual({ kind: 'stale', newer: 5 });
    const gone = decide({ event: event({ active: false }), link, account: null, policy });
    expect(gone).toMatchObject({ operation: { op: 'deactivate' } });
  });
});
