import type { Link, LinkStatus, SiteAccount } from '../types.js';
import type { Finished, Outcome } from './conclude.js';

/** The link before, with what is new; an event that came to its end is never begun again. */
export function remember({ event, link }: Finished, status: LinkStatus, news: Partial<Link>): Link {
  const before = link ?? { wordpressId: null, login: null, fields: null, stateHash: null };
  return { ...before, ...news, status, revision: event.user.revision, causeId: event.id };
}

export function statusOf({ active, withoutRoles }: SiteAccount): LinkStatus {
  if (!active) return 'inactive';
  return withoutRoles ? 'without_roles' : 'active';
}

/** Of a link to whose account nothing was done: what waited for an operator doesn't any more. */
export function statusWithoutNews(link: Link | null): LinkStatus {
  if (link === null) return 'absent';
  if (link.wordpressId === null) return link.status === 'deleted' ? 'deleted' : 'absent';
  return link.status === 'held' ? 'active' : link.status;
}

export const short = ({ id, login }: SiteAccount) => ({ id, login });

export function linked(link: Link | null): Outcome['account'] {
  return link?.wordpressId == null ? null : { id: link.wordpressId, login: link.login ?? '' };
}

/** What a link learns from an account that was met by the way. */
export function met(account: SiteAccount | null, link: Link | null): Partial<Link> {
  if (account === null) return {};
  const { id: wordpressId, login } = account;
  return { wordpressId, login, ...(hasAccount(link) ? {} : { fields: fieldsOf(account) }) };
}

export const hasAccount = (link: Link | null): link is Link & { wordpressId: number } => link?.wordpressId != null;

/** What lost answers would have told: all that an account has which Usher has just made. */
export function fieldsOf({ fields, meta }: SiteAccount): Record<string, string> {
  const kept = Object.entries(meta).flatMap(([key, value]) => (value === null ? [] : [[`meta.${key}`, value]]));
  const filled = Object.entries(fields).filter(([, value]) => value !== '');
  return Object.fromEntries([...filled, ...kept]) as Record<string, string>;
}
