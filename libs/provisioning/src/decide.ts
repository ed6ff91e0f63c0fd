import { mapUser } from './mapping.js';
import type { Plan } from './plan.js';
import type { DeactivateOperation, Link, Policy, SiteAccount, UserEvent, WantedUser } from './types.js';
import { EMAIL_MISSING } from './words.js';

export interface Decision {
  event: UserEvent;
  /** What was applied before; null when nothing was. */
  link: Link | null;
  /** The account in the site where somebody has looked (a preview); the connector checks again in any case. */
  account?: SiteAccount | null;
  policy: Policy;
}

/**
 * What to do about an event: the one function behind execution, dry run, preview and replay. Pure.
 *
 * An operation that changes nothing is still sent: the site, not the link, is the last judge of revisions, and it
 * can judge only what it has been told. (Two consumers may hold revisions 4 and 5 of one user; if 5 were not sent
 * because it equals 3, a late 4 would win.)
 */
export function decide({ event, link, account, policy }: Decision): Plan {
  const { user } = event;
  if (link !== null && isRecorded(event, link)) return { kind: 'done' };
  const newest = Math.max(link?.revision ?? 0, account?.revision ?? 0);
  if (user.revision < newest) return { kind: 'stale', newer: newest };
  if (user.deleted) return removal(user, policy);
  return user.active ? presence(user, link, account) : absence(user, link, account);
}

function isRecorded(event: UserEvent, link: Link): boolean {
  if (event.id === link.causeId) return true;
  return event.user.revision === link.revision && event.type !== 'user.resynced';
}

const shutOut = ({ id, revision }: WantedUser): DeactivateOperation => ({ op: 'deactivate', scimId: id, revision });

/** Also for a user who never was in the site: the connector keeps the revision, so that older events stay stale. */
function removal(user: WantedUser, policy: Policy): Plan {
  const { id: scimId, revision } = user;
  const operation = { op: 'delete', scimId, revision, reassign: policy.reassignTo } as const;
  return { kind: 'execute', operation, fallback: shutOut(user), notes: [] };
}

function presence(user: WantedUser, link: Link | null, account?: SiteAccount | null): Plan {
  const { id: scimId, revision } = user;
  const { email, fields } = mapUser(user, link);
  const notes = loginNote(user, account?.login ?? link?.login);
  const kept = account?.fields.user_email ?? link?.fields?.user_email;
  if (email === undefined && kept === undefined) {
    return { kind: 'reject', code: 'email_missing', detail: EMAIL_MISSING };
  }
  if (email === undefined) notes.push('The identity provider sends no e-mail address any more; the old one stays.');
  const operation = {
    op: 'upsert',
    scimId,
    revision,
    active: true,
    fields: { ...fields, user_email: email ?? kept ?? '' },
  } as const;
  return { kind: 'execute', operation, fallback: null, notes };
}

/**
 * An inactive user who has no account gets none; the site is told all the same, since an account may have been made by
 * an attempt whose answer was lost. One who has an account keeps it, up to date and shut out.
 */
function absence(user: WantedUser, link: Link | null, account?: SiteAccount | null): Plan {
  const { id: scimId, revision } = user;
  const known = account === undefined ? typeof link?.wordpressId === 'number' : account !== null;
  const { email, fields } = mapUser(user, link);
  const address = email ?? account?.fields.user_email ?? link?.fields?.user_email;
  if (!known || address === undefined) return { kind: 'execute', operation: shutOut(user), fallback: null, notes: [] };
  const operation = {
    op: 'upsert',
    scimId,
    revision,
    active: false,
    fields: { ...fields, user_email: address },
  } as const;
  return {
    kind: 'execute',
    operation,
    fallback: shutOut(user),
    notes: loginNote(user, account?.login ?? link?.login),
  };
}

/** WordPress never renames a login. */
function loginNote(user: WantedUser, login: string | null | undefined): string[] {
  if (typeof login !== 'string' || login.toLowerCase() === user.userName.toLowerCase()) return [];
  return [`The login stays "${login}": WordPress can't change it to the user name "${user.userName}".`];
}
