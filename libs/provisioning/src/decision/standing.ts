import type { Link, SiteAccount } from '../types.js';

/** What is known of a user's account before anything is done. */
export interface Standing {
  /** `none`: no account is known, though an attempt whose answer was lost may have made one. */
  access: 'open' | 'without_roles' | 'shut' | 'none';
  wordpressId: number | null;
  login: string | null;
  email: string | undefined;
}

/** What somebody saw in the site counts for more than the link. */
export function standingOf(link: Link | null, account: SiteAccount | null | undefined): Standing {
  if (account) {
    const { id: wordpressId, login, fields } = account;
    const access = account.active ? (account.withoutRoles ? 'without_roles' : 'open') : 'shut';
    return { access, wordpressId, login, email: fields.user_email || link?.fields?.user_email };
  }
  const email = link?.fields?.user_email;
  if (account === null || link === null || link.wordpressId === null) {
    return { access: 'none', wordpressId: null, login: null, email };
  }
  return { access: accessOf(link), wordpressId: link.wordpressId, login: link.login, email };
}

function accessOf({ status }: Link): Standing['access'] {
  if (status === 'inactive') return 'shut';
  return status === 'without_roles' ? status : 'open';
}
