import { compileSettings } from '../settings/compile-settings.js';
import type { Policy } from '../settings/policy.js';
import type { Link, SiteAccount, UserEvent, WantedUser } from '../types.js';

/** The policy of settings that are right. */
export function policyOf(given: object = {}): Policy {
  const made = compileSettings(given);
  if (!made.ok) throw new Error(JSON.stringify(made.errors));
  return made.policy;
}

export function userOf(user: Partial<WantedUser> = {}): WantedUser {
  return {
    ...{ id: 'scim-1', revision: 2, userName: 'jane', externalId: null, active: true, deleted: false },
    ...{ attributes: { emails: [{ value: 'jane@x.org' }] }, groups: [] },
    ...user,
  };
}

export function eventOf(user: Partial<WantedUser> = {}, rest: Partial<UserEvent> = {}): UserEvent {
  return { id: 'event-2', type: 'user.updated', ...rest, user: userOf(user) };
}

export function linkOf(link: Partial<Link> = {}): Link {
  return {
    ...{ wordpressId: 7, login: 'jane', revision: 1, causeId: 'event-1', status: 'active', stateHash: null },
    ...{ fields: { user_login: 'jane', user_email: 'jane@x.org' } },
    ...link,
  };
}

export function accountOf(account: Partial<SiteAccount> = {}): SiteAccount {
  return {
    ...{ id: 7, login: 'jane', active: true, withoutRoles: false, revision: 2 },
    ...{ fields: { user_login: 'jane', user_email: 'jane@x.org' }, meta: {}, administrator: false },
    ...{ roles: ['subscriber'], rolesGiven: null, groups: [] },
    ...account,
  };
}
