import type { Action, MatchKey, Operation } from '../types.js';

/* What was done to an account, for the administrator of a site who reads the audit. */

export const NOT_CREATED_INACTIVE =
  'Not created because inactive: the user has no account in this site, and gets one when the identity provider activates the user.';

export const NO_ACCOUNT = 'Nothing to do: the site has no account for this user.';

const FIELD_WORDS: Readonly<Record<string, string>> = {
  user_login: 'login',
  user_email: 'e-mail address',
  first_name: 'first name',
  last_name: 'last name',
  display_name: 'display name',
  nickname: 'nickname',
  user_url: 'website',
  description: 'biography',
  locale: 'language',
  roles: 'roles',
  groups: 'groups',
  password: 'password',
};

/** `e-mail address, first name`; usermeta is called by its key. */
export function fieldWords(fields: readonly string[]): string {
  return fields.map((field) => FIELD_WORDS[field] ?? field.replace(/^meta\./, '')).join(', ');
}

export interface Success {
  action: Action;
  login: string;
  changes: readonly { path: string }[];
  /** Paths that someone had changed in WordPress and that are as wanted again. */
  restored: readonly string[];
  notes: readonly string[];
  /** The key that found the account. */
  adopted?: MatchKey;
  /** It was that of a user whom the directory has deleted. */
  succeeds: boolean;
  deleteAfterDays: number | null;
}

/** One or more sentences on what was done to an account. */
export function describeSuccess({
  action,
  login,
  changes,
  restored,
  notes,
  adopted,
  succeeds,
  deleteAfterDays,
}: Success): string {
  const paths = changes.map(({ path }) => path).filter((path) => !ACCESS.has(path) && !restored.includes(path));
  const changed = paths.length > 0 ? `Changed ${fieldWords(paths)} of "${login}".` : '';
  const sentences = {
    create: [`Created the account "${login}".`],
    adopt: [`Linked the account "${login}" that was there${evidence(adopted)}.`, succeeds ? SUCCEEDS : '', changed],
    update: [changed],
    deactivate: [`Deactivated "${login}": nobody can log in with it; profile and content stay.`, changed],
    reactivate: [`Reactivated "${login}".`, changed],
    remove_roles: [
      `Took the roles of "${login}": it can log in and do nothing else; they come back with the user.`,
      changed,
    ],
    delete: [`Deleted the account "${login}".`],
    none: [changed || (restored.length > 0 ? '' : `Nothing to change: "${login}" was as wanted already.`)],
  }[action];
  const put = restored.length > 0 ? [`Put back, since it had been changed in WordPress: ${fieldWords(restored)}.`] : [];
  const later = deleteAfterDays === null ? [] : [deletedLater(deleteAfterDays)];
  const all = [...sentences, ...put, ...later, ...notes].filter((sentence) => sentence !== '');
  return all.join(' ') || `Updated "${login}".`;
}

const SUCCEEDS =
  'It was that of a user whom the identity provider has deleted, and goes on with the roles and the content it had.';

const ACCESS: ReadonlySet<string> = new Set(['active', 'withoutRoles']);

function evidence(key: MatchKey | undefined): string {
  switch (key?.by) {
    case undefined:
      return '';
    case 'id':
      return ', as an operator chose';
    case 'login':
      return `, found by its login ${key.value}`;
    case 'email':
      return `, found by its e-mail address ${key.value}`;
    case 'meta':
      return `, found by ${key.value} in its usermeta ${key.key}`;
  }
}

export function deletedLater(days: number): string {
  const when = days === 1 ? 'in a day' : `in ${days} days`;
  return `It will be deleted ${when}, unless the user comes back or an operator cancels that.`;
}

export function describeRemoval(action: Action, login: string | undefined, heir: string | null): string {
  if (action === 'none') return 'Nothing to delete: the site has no account for this user.';
  const content = heir === null ? '' : ` Its content belongs to "${heir}" now.`;
  return `Deleted the account${login ? ` "${login}"` : ''}.${content}`;
}

/** A departure past the budget. */
export function heldWords(action: Action, login: string | null): string {
  const what = { delete: 'Deleting', remove_roles: 'Taking the roles of' }[action as string] ?? 'Deactivating';
  return `${what} ${login === null ? 'the account' : `"${login}"`} waits for approval: more users leave this site at once than its budget allows. Until an operator approves or refuses, the account stays as it is.`;
}

/** What is to be sent, in one sentence. */
export function operationWords(operation: Operation): string {
  switch (operation.op) {
    case 'upsert':
      if (!operation.active) return 'The account is to be as the directory has it, and shut out.';
      if (operation.withoutRoles) return 'The account is to be as the directory has it, without any role.';
      return 'The account is to be there, open, and as the directory has it.';
    case 'deactivate':
      return 'The account, if there is one, is to be shut out.';
    case 'remove_roles':
      return 'The account, if there is one, is to have no role.';
    case 'delete':
      return 'The account, if there is one, is to be deleted.';
  }
}
