import {
  type AttributeGroup,
  decide,
  differences,
  type Json,
  type Policy,
  type SiteAccount,
  type UserEvent,
} from '@usher/provisioning';
import type { KnownUser } from './directory.js';

/** One way in which a site is not as the directory wants it. */
export interface Finding {
  /** Whom it is about: `user:<SCIM id>`, or `account:<WordPress id>` for one that nobody has. */
  subject: string;
  scimId: string | null;
  connection: string | null;
  userName: string | null;
  wordpressId: number | null;
  login: string | null;
  /** The revision that the site has of the account; 0 for none. */
  revision: number;
  group: AttributeGroup;
  /** A WordPress field, `meta.<key>`, `roles`, `groups`, `active`; `account` when it is about the whole of it. */
  path: string;
  wanted: Json;
  found: Json;
  /** What an administrator should know beside it. */
  note: string | null;
}

export interface SiteFacts {
  multisite: boolean;
}

/** Accounts as a site shows them, with whose they are there. */
export type LinkedAccount = SiteAccount & { scimId: string | null };

/** `unsettled`: not compared, since something is under way or on another list; nothing can be said of this user. */
export type Comparison = { kind: 'compared'; findings: Finding[] } | { kind: 'unsettled' };

const UNSETTLED: Comparison = { kind: 'unsettled' };
/** These wait for somebody on lists of their own. */
const ELSEWHERE = ['rejected', 'ambiguous', 'held'];

/**
 * Compares an account, or that there is none, with what an event of the user's state would bring about now: by the
 * same decision as the execution.
 *
 * @param asOf when the site was asked; whoever changed since then isn't compared
 */
export function compare(
  user: KnownUser,
  account: LinkedAccount | null,
  policy: Policy,
  site: SiteFacts,
  asOf: Date,
): Comparison {
  const { link } = user;
  if (user.busy || user.changedAt >= asOf || ELSEWHERE.includes(link?.status ?? '')) return UNSETTLED;
  const plan = decide({ event: eventOf(user), link, policy, account, site });
  if (plan.kind === 'stale' || plan.kind === 'done') return UNSETTLED;
  if (plan.kind !== 'execute') return { kind: 'compared', findings: [] };
  const { operation } = plan;
  const about = {
    subject: `user:${user.scimId}`,
    ...{ scimId: user.scimId, connection: user.connection, userName: user.userName },
    ...{ wordpressId: account?.id ?? null, login: account?.login ?? link?.login ?? null },
    ...{ revision: account?.revision ?? 0, note: null },
  };
  if (account === null) {
    if (operation.op !== 'upsert' || !operation.active) return { kind: 'compared', findings: [] };
    const { user_login: login, user_email: email } = operation.fields;
    return {
      kind: 'compared',
      findings: [{ ...about, ...WHOLE, group: 'missing', wanted: { login, email }, found: null }],
    };
  }
  if (operation.op === 'delete') {
    const found = { login: account.login, email: account.fields.user_email };
    return { kind: 'compared', findings: [{ ...about, ...WHOLE, group: 'orphaned', wanted: null, found }] };
  }
  return {
    kind: 'compared',
    findings: differences(operation, account, link).map((difference) => ({ ...about, ...difference })),
  };
}

const WHOLE = { path: 'account' } as const;

/** The state as an event that asks for it to be applied again. */
export function eventOf(user: KnownUser, id = 'comparison'): UserEvent {
  return { id, type: 'user.resynced', user: user.data.user };
}

/** An account that the site has linked to somebody whom the directory doesn't have. */
export function orphaned(account: LinkedAccount, scimId: string, likely: Likely | null): Finding {
  const { id, login, fields, administrator, revision } = account;
  return {
    subject: `user:${scimId}`,
    ...{ scimId, connection: null, userName: null, wordpressId: id, login, revision: revision ?? 0 },
    ...WHOLE,
    group: 'orphaned',
    wanted: likely === null ? null : { scimId: likely.scimId, userName: likely.userName },
    found: { scimId, login, email: fields.user_email },
    note:
      [
        likely === null
          ? null
          : `The directory has "${likely.userName}" under another id: the user was made anew there. Unlink the account, or delete one of the two.`,
        administrator ? 'The account has rights over the site.' : null,
      ]
        .filter((sentence) => sentence !== null)
        .join(' ') || null,
  };
}

/** An account that no user of the directory has. */
export function unlinked(account: LinkedAccount, likely: Likely | null): Finding {
  const { id, login, fields, administrator } = account;
  return {
    subject: `account:${id}`,
    ...{ scimId: null, connection: null, userName: null, wordpressId: id, login, revision: 0 },
    ...WHOLE,
    group: 'unlinked',
    wanted: likely === null ? null : { scimId: likely.scimId, userName: likely.userName },
    found: { login, email: fields.user_email },
    note: administrator ? 'The account has rights over the site.' : null,
  };
}

/** The user of the directory whose an account may be. */
export interface Likely {
  scimId: string;
  userName: string;
}
